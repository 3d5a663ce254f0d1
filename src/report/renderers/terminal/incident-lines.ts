import type { Report } from "../../../model/report.ts";
import { incidentTexts } from "../../text/incident-texts.ts";
import { wrapText } from "../../text/wrap.ts";
import type { Page } from "./page.ts";

/** Which of the numbered findings are one incident; nothing of those that stand alone. */
export function incidentLines(report: Report, page: Page): string[] {
  const lines = incidentTexts(report).flatMap((text) => wrapText(text, page.width));
  return lines.length === 0 ? [] : [...lines, ""];
}
