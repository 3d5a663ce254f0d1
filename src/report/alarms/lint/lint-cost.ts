import type { Cost } from "../../../model/snapshot.ts";
import { formatUsd } from "../../text/format.ts";

/** "about $0.00012 at list prices (12 metrics requested, 31 calls to AWS)" */
export function lintCost({ usd, calls, metricsRequested }: Cost): string {
  const count = Object.values(calls).reduce((sum, one) => sum + one, 0);
  if (count === 0) return "nothing, AWS was not asked";
  const asked = `${metricsRequested} metric${metricsRequested === 1 ? "" : "s"} requested, ${count} calls to AWS`;
  return `${usd === 0 ? "" : "about "}${formatUsd(usd)} at list prices (${asked})`;
}
