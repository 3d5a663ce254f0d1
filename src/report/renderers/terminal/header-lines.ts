import type { Report } from "../../../model/report.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { lookedAt } from "../../text/looked-at.ts";
import { verdict } from "../../text/verdict.ts";
import { wrapText } from "../../text/wrap.ts";
import type { Page } from "./page.ts";

/** What was looked at, and the one sentence to read if no more is read. */
export function headerLines(report: Report, origin: Snapshot["origin"], page: Page): string[] {
  const looked = `Gatewatch ${lookedAt(report, origin, page.timeZone)}`;
  return [
    ...wrapText(looked, page.width).map((line) => page.paint.dim(line)),
    ...wrapText(verdict(report), page.width).map((line) => page.paint.bold(line)),
  ];
}
