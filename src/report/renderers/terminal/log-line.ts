import type { LogRead } from "../../../model/report.ts";
import { formatCount, formatRatio } from "../../text/format.ts";
import { wrapText } from "../../text/wrap.ts";
import { plural } from "./header-lines.ts";
import type { Page } from "./page.ts";

/** Which access logs were read, by what and how much of them; nothing where none was. */
export function logLine(logs: readonly LogRead[], page: Page): string[] {
  if (logs.length === 0) return [];
  const requests = logs.reduce((sum, one) => sum + one.requests, 0);
  const targets = new Set(logs.map(({ target }) => target)).size;
  const engines = [...new Set(logs.map(({ engine }) => engine))].sort().join(", ");
  const least = Math.min(...logs.map(({ sampledShare }) => sampledShare));
  const share = least < 0.999 ? `, evenly sampled where there are many: ${formatRatio(least)} at least` : "";
  const cut = logs.some(({ isComplete }) => !isComplete) ? ", and not all to its end" : "";
  const text = `Access logs: ${formatCount(requests)} requests of ${plural(targets, "target")} read (${engines}${share}${cut}).`;
  return wrapText(text, page.width).map((line) => page.paint.dim(line));
}
