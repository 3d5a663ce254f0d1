import type { Analyzer } from "../analyzer.ts";
import { errorGates } from "../shared/share-gates.ts";
import { severityOfRise } from "../shared/severity-of-rise.ts";
import { deploymentNote } from "../shared/recent-deployment.ts";
import { shareFinding } from "../shared/share-finding.ts";
import { shareIncidents } from "../shared/share-incidents.ts";

const SHARE = { part: "clientErrors", whole: ["requests"] } as const;
/** One client in trouble is information; when half of all requests are turned away the API is as good as down. */
const STEPS = { critical: 0.5, warning: 0.05 };

export const clientErrorSpike: Analyzer = {
  id: "errors/client-error-spike",
  title: "Client errors",
  needs: ["requests", "clientErrors"],
  analyze(input) {
    return shareIncidents(input, SHARE, errorGates).map((incident) =>
      shareFinding(input, SHARE, incident, {
        subject: "Client errors",
        happened: "requests were answered with a client error (4XX)",
        ratioLabel: "4XX ratio",
        severity: severityOfRise(incident, STEPS),
        cause: {
          kind: "client",
          detail:
            "4XX counts rejected callers as well as rejecting gateways: bad requests of one client, unknown paths, expired credentials, an authorizer or firewall that turns callers away, and throttling (429 has no metric of its own)." +
            deploymentNote(input.target, incident.startMs),
        },
        actions: [
          "Group the access logs by status, route and API key: 400 or 404 of one key is that client, 401 and 403 of all keys an authorizer or firewall, 429 a limit.",
          "Compare the request rate with the throttle limits of the stage, its usage plans and the account.",
        ],
      }),
    );
  },
};
