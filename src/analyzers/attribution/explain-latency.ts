import type { Target } from "../../model/target.ts";
import type { LogSides } from "../shared/log-sides.ts";
import type { Explanation } from "./explain-errors.ts";
import { explainIntegration } from "./explain-integration.ts";
import { explainOverhead } from "./explain-overhead.ts";
import { pooledLatency } from "./pooled-latency.ts";

const EXPLAINERS = {
  "latency/integration-regression": explainIntegration,
  "latency/overhead-regression": explainOverhead,
  "latency/regression": explainEitherSide,
} as const satisfies Record<
  string,
  (sides: LogSides, route: string | null, target: Target) => Explanation | null
>;

/** An analyzer of latency. */
type LatencyAnalyzer = keyof typeof EXPLAINERS;

export function isLatency(analyzer: string): analyzer is LatencyAnalyzer {
  return analyzer in EXPLAINERS;
}

/** Null where the lines do not show the rise that the metrics do. */
export function explainLatency(
  analyzer: LatencyAnalyzer,
  sides: LogSides,
  route: string | null,
  target: Target,
): Explanation | null {
  return EXPLAINERS[analyzer](sides, route, target);
}

/** From this part of the added latency on it is the gateway's own time. */
const MOSTLY = 0.5;

/** Metrics could not tell the side; each line has both latencies of the same request. */
function explainEitherSide(sides: LogSides, route: string | null, target: Target): Explanation | null {
  const addedMs = (phase: "latency" | "overhead"): number | null => {
    const [now, before] = [pooledLatency(sides.now, phase, route), pooledLatency(sides.before, phase, route)];
    return now === null || before === null ? null : now.meanMs - before.meanMs;
  };
  const [whole, own] = [addedMs("latency"), addedMs("overhead")];
  if (whole === null || own === null || whole <= 0) return null;
  return own >= MOSTLY * whole
    ? explainOverhead(sides, route, target)
    : explainIntegration(sides, route, target);
}
