import type { Cost } from "../model/snapshot.ts";

/** What two readers spent together. */
export function addCosts(left: Cost, right: Cost): Cost {
  const calls = { ...left.calls };
  for (const [name, count] of Object.entries(right.calls)) calls[name] = (calls[name] ?? 0) + count;
  return {
    metricsRequested: left.metricsRequested + right.metricsRequested,
    logBytesScanned: left.logBytesScanned + right.logBytesScanned,
    tracesRetrieved: left.tracesRetrieved + right.tracesRetrieved,
    usd: left.usd + right.usd,
    calls,
  };
}
