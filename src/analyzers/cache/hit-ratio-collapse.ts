import type { Analyzer } from "../analyzer.ts";
import { deploymentNote } from "../shared/recent-deployment.ts";
import { lastingMisses } from "../shared/lasting-misses.ts";
import { shareFinding } from "../shared/share-finding.ts";
import { missGates } from "../shared/share-gates.ts";
import { shareIncidents } from "../shared/share-incidents.ts";

/** A collapse of hits is a rise of misses: the same question as for errors, asked of another share. */
const SHARE = { part: "cacheMisses", whole: ["cacheHits", "cacheMisses"] } as const;

export const hitRatioCollapse: Analyzer = {
  id: "cache/hit-ratio-collapse",
  title: "Cache hit ratio collapse",
  needs: ["cacheHits", "cacheMisses"],
  analyze(input) {
    return shareIncidents(input, SHARE, missGates, lastingMisses).map((incident) => {
      const hitRatio = 1 - incident.part / Math.max(1, incident.whole);
      const usual =
        incident.learned.requests > 0 ? 1 - incident.expected / Math.max(1, incident.whole) : null;
      const draft = shareFinding(input, SHARE, incident, {
        subject: "Cache misses",
        happened: "cacheable requests missed the cache",
        ratioLabel: "Cache miss ratio",
        severity: "warning",
        cause: {
          kind: "cache",
          detail:
            "Answers are no longer found in the stage's cache: it was flushed or resized, its lifetime was lowered, a cache key changed, or callers began to send keys that never repeat or headers that bypass it. Latency and backend load rise with it." +
            deploymentNote(input.target, incident.startMs),
        },
        actions: [
          "Check the state of the stage's cache and whether it was flushed, resized or recreated.",
          "Check cache lifetime and cache key parameters of the routes, and callers that send Cache-Control: max-age=0.",
          "Watch the backend: it now gets the requests that the cache used to answer.",
        ],
      });
      return {
        ...draft,
        evidence: [
          { label: "Cache hit ratio", baseline: usual, observed: hitRatio, unit: "ratio", source: "metrics" },
          ...draft.evidence,
        ],
      };
    });
  },
};
