import type { Analyzer } from "../analyzer.ts";
import { latencyFinding } from "../shared/latency-finding.ts";
import { latencyIncidents } from "../shared/latency-incidents.ts";
import { deploymentNote } from "../shared/recent-deployment.ts";

export const overheadRegression: Analyzer = {
  id: "latency/overhead-regression",
  title: "Gateway overhead regression",
  needs: ["latency", "integrationLatency"],
  analyze(input) {
    return latencyIncidents(input)
      .filter(({ verdict }) => verdict.side === "overhead")
      .map((incident) =>
        latencyFinding(input, incident, {
          subject: "Slow gateway side",
          cause: {
            kind: "gateway",
            detail:
              "The time is added before or after the integration: an authorizer, a web application firewall, request or response mapping, or clients that read slowly." +
              deploymentNote(input.target, incident.startMs),
          },
          actions: [
            "Look at duration and cold starts of the authorizer function, if the stage has one, and at its cache of results.",
            "Write authorizer, firewall and integration latency into the access log: they split the overhead exactly.",
            "Check recent changes of firewall rules and of mapping templates.",
          ],
        }),
      );
  },
};
