import type { Report } from "../../../model/report.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { costText } from "../../text/cost-text.ts";
import { wrapText } from "../../text/wrap.ts";
import type { Page } from "./page.ts";

/** What the run itself cost its owner. */
export function costLine(cost: Report["cost"], origin: Snapshot["origin"], page: Page): string[] {
  return wrapText(`Cost: ${costText(cost, origin)}`, page.width).map((line) => page.paint.dim(line));
}
