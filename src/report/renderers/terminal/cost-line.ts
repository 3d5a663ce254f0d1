import type { Report } from "../../../model/report.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { formatUsd } from "../../text/format.ts";
import { wrapText } from "../../text/wrap.ts";
import { plural } from "./header-lines.ts";
import type { Page } from "./page.ts";

/** What the run itself cost its owner, at list prices. */
export function costLine(cost: Report["cost"], origin: Snapshot["origin"], page: Page): string[] {
  const calls = Object.values(cost.calls).reduce((sum, count) => sum + count, 0);
  const wasAsked = calls > 0 || cost.metricsRequested > 0;
  const bytes = cost.logBytesScanned;
  const scanned = bytes > 0 ? `${(bytes / 1e9).toPrecision(2)} GB of logs scanned, ` : "";
  const sum = `${cost.usd === 0 ? "" : "about "}${formatUsd(cost.usd)} at list prices (${plural(cost.metricsRequested, "metric")} requested, ${scanned}${plural(calls, "call")} to AWS).`;
  const text = `Cost: ${costText(origin, wasAsked, sum)}`;
  return wrapText(text, page.width).map((line) => page.paint.dim(line));
}

/** A recording brings the cost of its making along; looking at it is free. */
function costText(origin: Snapshot["origin"], wasAsked: boolean, sum: string): string {
  if (!wasAsked) return `nothing, AWS was not asked${origin === "demo" ? " (demo)" : ""}.`;
  return origin === "recorded" ? `nothing now; the recording cost ${sum}` : sum;
}
