import type { Report } from "../../../model/report.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { formatUsd } from "../../text/format.ts";
import { wrapText } from "../../text/wrap.ts";
import { plural } from "./header-lines.ts";
import type { Page } from "./page.ts";

/** What the run itself cost its owner, at list prices. */
export function costLine(cost: Report["cost"], origin: Snapshot["origin"], page: Page): string[] {
  const calls = Object.values(cost.calls).reduce((sum, count) => sum + count, 0);
  const text =
    calls === 0 && cost.metricsRequested === 0
      ? `Cost: nothing, AWS was not asked${origin === "demo" ? " (demo)" : ""}.`
      : `Cost: about ${formatUsd(cost.usd)} at list prices (${plural(cost.metricsRequested, "metric")} requested, ${plural(calls, "call")} to AWS).`;
  return wrapText(text, page.width).map((line) => page.paint.dim(line));
}
