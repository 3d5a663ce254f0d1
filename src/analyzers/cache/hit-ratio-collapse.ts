import type { ResolvedSettings } from "../../model/config.ts";
import type { Analyzer } from "../analyzer.ts";
import { BUDGET_NATS, type RatioGates } from "../shared/ratio-scores.ts";
import { deploymentNote } from "../shared/recent-deployment.ts";
import { shareFinding } from "../shared/share-finding.ts";
import { shareIncidents } from "../shared/share-incidents.ts";

/** A collapse of hits is a rise of misses: the same question as for errors, asked of another share. */
const SHARE = { part: "cacheMisses", whole: ["cacheHits", "cacheMisses"] } as const;
/** Fewer cacheable requests than this say nothing about a ratio. */
const MIN_MISSES = 10;

export const hitRatioCollapse: Analyzer = {
  id: "cache/hit-ratio-collapse",
  title: "Cache hit ratio collapse",
  needs: ["cacheHits", "cacheMisses"],
  analyze(input) {
    return shareIncidents(input, SHARE, gatesFor).map((incident) => {
      const hitRatio = 1 - incident.part / Math.max(1, incident.whole);
      const usual = incident.model.requests > 0 ? 1 - incident.expected / Math.max(1, incident.whole) : null;
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

function gatesFor({ minCacheHitRatioDrop }: ResolvedSettings): RatioGates {
  return { minParts: MIN_MISSES, minRise: minCacheHitRatioDrop, unlearnedNats: BUDGET_NATS };
}
