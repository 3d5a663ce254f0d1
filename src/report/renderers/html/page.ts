import type { Finding } from "../../../model/finding.ts";
import type { ReadAt } from "../../text/finding-texts.ts";
import type { TargetDetails } from "../../view/target-details.ts";
import type { ReportView } from "../../view/to-view.ts";

/** What every section of the page needs. */
export interface HtmlPage {
  readonly view: ReportView;
  readonly title: string;
  /** By target id; of every target. */
  readonly details: ReadonlyMap<string, TargetDetails>;
  /** The window's end; the file goes to people in any time zone, so times are UTC. */
  readonly readAt: ReadAt;
  readonly labelOf: (targetId: string) => string;
  /** Names of elements, for links within the page. */
  readonly findingAnchor: (finding: Finding) => string;
  readonly targetAnchor: (targetId: string) => string | null;
}

export function createPage(view: ReportView): HtmlPage {
  const { report, labels } = view;
  const findings = new Map(report.findings.map((finding, index) => [finding, `finding-${index + 1}`]));
  const targets = new Map(report.targets.map(({ id }, index) => [id, `target-${index + 1}`]));
  const day = report.window.end.slice(0, 10);
  return {
    view,
    title: `API Gateway report, ${day}`,
    details: view.details(),
    readAt: { nowMs: Date.parse(report.window.end), timeZone: null },
    labelOf: (targetId) => labels.get(targetId) ?? targetId,
    findingAnchor: (finding) => findings.get(finding) ?? "findings",
    targetAnchor: (targetId) => targets.get(targetId) ?? null,
  };
}
