import type { Analyzer } from "../analyzer.ts";
import { failureGates } from "../shared/share-gates.ts";
import { severityOfRise } from "../shared/severity-of-rise.ts";
import { deploymentNote } from "../shared/recent-deployment.ts";
import { shareFinding } from "../shared/share-finding.ts";
import { shareIncidents } from "../shared/share-incidents.ts";

const SHARE = { part: "executionErrors", whole: ["messages", "connects"] } as const;
const STEPS = { critical: 0.05, warning: 0 };

export const executionErrors: Analyzer = {
  id: "websocket/execution-errors",
  title: "WebSocket execution errors",
  needs: ["executionErrors"],
  analyze(input) {
    return shareIncidents(input, SHARE, failureGates).map((incident) =>
      shareFinding(input, SHARE, incident, {
        subject: "WebSocket execution errors",
        happened: "messages failed before the integration could answer",
        ratioLabel: "ExecutionError ratio",
        severity: severityOfRise(incident, STEPS),
        cause: {
          kind: "integration",
          detail:
            "API Gateway failed while it called the backend: a missing permission, a timeout, a throttled function, or a mapping that does not fit." +
            deploymentNote(input.target, incident.startMs),
        },
        actions: [
          "Check that API Gateway may still invoke the backend, and the throttles and timeouts of what stands behind the routes.",
          "Read the execution logs of the stage around the start: they name the failing call.",
        ],
      }),
    );
  },
};
