import type { LogRead } from "../../../model/report.ts";
import { logText } from "../../text/log-text.ts";
import { wrapText } from "../../text/wrap.ts";
import type { Page } from "./page.ts";

/** Which access logs were read; nothing where none was. */
export function logLine(logs: readonly LogRead[], page: Page): string[] {
  return wrapText(logText(logs), page.width).map((line) => page.paint.dim(line));
}
