import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { stageSeriesByTarget } from "./signal-series.ts";
import { targetLabels } from "./target-labels.ts";
import { toReport } from "./to-report.ts";
import { trendsOf, type Trends } from "./trends.ts";

/** Ten slices of the three hours that are usual: few enough for four trends on a line of 80 columns. */
const TREND_SLICES = 10;

/** All that a renderer may know: the report, and what only a picture needs. */
export interface ReportView {
  readonly report: Report;
  readonly origin: Snapshot["origin"];
  /** What a reader knows each target by, by target id. */
  readonly labels: ReadonlyMap<string, string>;
  /** By target id. */
  readonly trends: ReadonlyMap<string, Trends>;
}

export function toView(snapshot: Snapshot, findings: readonly Finding[], toolVersion: string): ReportView {
  const series = stageSeriesByTarget(snapshot.series);
  const report = toReport(snapshot, findings, toolVersion);
  return {
    report,
    labels: targetLabels(report.targets),
    origin: snapshot.origin,
    trends: new Map(
      snapshot.targets.map((target) => [
        target.id,
        trendsOf(
          { kind: target.kind, series: series.get(target.id) ?? [] },
          snapshot.window,
          snapshot.settledMs,
          TREND_SLICES,
        ),
      ]),
    ),
  };
}
