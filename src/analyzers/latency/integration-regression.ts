import type { Analyzer } from "../analyzer.ts";
import { latencyFinding } from "../shared/latency-finding.ts";
import { latencyIncidents } from "../shared/latency-incidents.ts";
import { deploymentNote, recentDeployment } from "../shared/recent-deployment.ts";

export const integrationRegression: Analyzer = {
  id: "latency/integration-regression",
  title: "Integration latency regression",
  needs: ["integrationLatency"],
  analyze(input) {
    return latencyIncidents(input)
      .filter(({ verdict }) => verdict.side === "integration")
      .map((incident) => {
        const deployment = recentDeployment(input.target, incident.startMs);
        const behind = incident.route === null ? "this stage" : incident.route;
        return latencyFinding(input, incident, {
          subject: incident.isTailOnly ? "Slow integration, tail only" : "Slow integration",
          cause: {
            kind: "integration",
            detail:
              `What stands behind ${behind} takes longer to answer` +
              (incident.isTailOnly
                ? ", for some requests only: cold starts, lock waits, retries or one slow dependency."
                : ": less capacity, a slower dependency, or more work for each request.") +
              deploymentNote(input.target, incident.startMs),
          },
          actions: [
            ...(deployment === null ? [] : [`Compare what deployment ${deployment.id} changed.`]),
            "Look at duration, concurrency and throttles of the function or service behind it, from the start of the incident.",
            "Look at traces of slow requests: they name the dependency that takes the time.",
          ],
        });
      });
  },
};
