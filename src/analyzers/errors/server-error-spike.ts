import type { Analyzer } from "../analyzer.ts";
import { failureGates } from "../shared/share-gates.ts";
import { severityOfRise } from "../shared/severity-of-rise.ts";
import { deploymentNote, recentDeployment } from "../shared/recent-deployment.ts";
import { shareFinding } from "../shared/share-finding.ts";
import { shareIncidents } from "../shared/share-incidents.ts";

const SHARE = { part: "serverErrors", whole: ["requests"] } as const;
/** A twentieth of all requests lost is worth waking somebody for. */
const STEPS = { critical: 0.05, warning: 0 };

export const serverErrorSpike: Analyzer = {
  id: "errors/server-error-spike",
  title: "Server errors",
  needs: ["requests", "serverErrors"],
  analyze(input) {
    return shareIncidents(input, SHARE, failureGates).map((incident) => {
      const deployment = recentDeployment(input.target, incident.startMs);
      return shareFinding(input, SHARE, incident, {
        subject: "Server errors",
        happened: "requests failed with a server error (5XX)",
        ratioLabel: "5XX ratio",
        severity: severityOfRise(incident, STEPS),
        cause: {
          kind: "integration",
          detail:
            "Most 5XX come from the backend: an error it returned, a timeout, a malformed answer, or a call that was not permitted. Metrics do not tell these apart; the logs do." +
            deploymentNote(input.target, incident.startMs),
        },
        actions: [
          ...(deployment === null ? [] : [`Consider rolling back deployment ${deployment.id}.`]),
          incident.route === null
            ? "Look at the errors and throttles of the functions or services behind this stage."
            : `Look at the errors and throttles of what stands behind ${incident.route}.`,
          "Group the access logs by status and integration error: 502 points to a bad answer, 503 to no capacity, 504 to a timeout, 500 to permissions or mapping.",
        ],
      });
    });
  },
};
