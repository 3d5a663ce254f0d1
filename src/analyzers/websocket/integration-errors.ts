import type { Analyzer } from "../analyzer.ts";
import { failureGates } from "../shared/share-gates.ts";
import { severityOfRise } from "../shared/severity-of-rise.ts";
import { deploymentNote } from "../shared/recent-deployment.ts";
import { shareFinding } from "../shared/share-finding.ts";
import { shareIncidents } from "../shared/share-incidents.ts";

const SHARE = { part: "integrationErrors", whole: ["messages", "connects"] } as const;
const STEPS = { critical: 0.05, warning: 0 };

export const integrationErrors: Analyzer = {
  id: "websocket/integration-errors",
  title: "WebSocket integration errors",
  needs: ["integrationErrors"],
  analyze(input) {
    return shareIncidents(input, SHARE, failureGates).map((incident) =>
      shareFinding(input, SHARE, incident, {
        subject: "WebSocket integration errors",
        happened: "messages were answered with an error by the integration",
        ratioLabel: "IntegrationError ratio",
        severity: severityOfRise(incident, STEPS),
        cause: {
          kind: "integration",
          detail:
            "The backend was reached and answered with a 4XX or 5XX." +
            deploymentNote(input.target, incident.startMs),
        },
        actions: [
          "Look at the errors of the functions or services behind the message routes.",
          "Group the access logs by route key and integration status.",
        ],
      }),
    );
  },
};
