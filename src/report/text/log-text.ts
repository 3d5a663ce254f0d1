import type { LogRead } from "../../model/report.ts";
import { formatCount, formatRatio } from "./format.ts";
import { plural } from "./plural.ts";

/** Which access logs were read, by what and how much of them; the empty text where none was. */
export function logText(logs: readonly LogRead[]): string {
  if (logs.length === 0) return "";
  const requests = logs.reduce((sum, one) => sum + one.requests, 0);
  const targets = new Set(logs.map(({ target }) => target)).size;
  const engines = [...new Set(logs.map(({ engine }) => engine))].sort().join(", ");
  const least = Math.min(...logs.map(({ sampledShare }) => sampledShare));
  const share = least < 0.999 ? `, evenly sampled where there are many: ${formatRatio(least)} at least` : "";
  const cut = logs.some(({ isComplete }) => !isComplete) ? ", and not all to its end" : "";
  return `Access logs: ${formatCount(requests)} requests of ${plural(targets, "target")} read (${engines}${share}${cut}).`;
}
