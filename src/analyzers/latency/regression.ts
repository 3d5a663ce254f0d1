import type { Analyzer } from "../analyzer.ts";
import { latencyFinding } from "../shared/latency-finding.ts";
import { latencyIncidents } from "../shared/latency-incidents.ts";
import { deploymentNote } from "../shared/recent-deployment.ts";

export const regression: Analyzer = {
  id: "latency/regression",
  title: "Latency regression",
  needs: ["latency"],
  analyze(input) {
    return latencyIncidents(input)
      .filter(({ verdict }) => verdict.side === "unknown")
      .map((incident) =>
        latencyFinding(input, incident, {
          subject: incident.isTailOnly ? "Slow requests, tail only" : "Slow requests",
          cause: {
            kind: "unknown",
            detail: `${incident.verdict.reason}${deploymentNote(input.target, incident.startMs)}`,
          },
          actions: [
            "Compare latency and integration latency of single requests in the access log: the difference is the gateway's.",
            "Look at duration and throttles of what stands behind the stage, from the start of the incident.",
          ],
        }),
      );
  },
};
