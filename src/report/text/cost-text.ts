import type { Report } from "../../model/report.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { formatUsd } from "./format.ts";
import { plural } from "./plural.ts";

/** What the run itself cost its owner, at list prices. A recording brings the cost of its making along. */
export function costText(cost: Report["cost"], origin: Snapshot["origin"]): string {
  const calls = Object.values(cost.calls).reduce((sum, count) => sum + count, 0);
  if (calls === 0 && cost.metricsRequested === 0)
    return `nothing, AWS was not asked${origin === "demo" ? " (demo)" : ""}.`;
  const bytes = cost.logBytesScanned;
  const scanned = bytes > 0 ? `${(bytes / 1e9).toPrecision(2)} GB of logs scanned, ` : "";
  const sum = `${cost.usd === 0 ? "" : "about "}${formatUsd(cost.usd)} at list prices (${plural(cost.metricsRequested, "metric")} requested, ${scanned}${plural(calls, "call")} to AWS).`;
  return origin === "recorded" ? `nothing now; the recording cost ${sum}` : sum;
}
