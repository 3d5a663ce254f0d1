import type { Backtest } from "../../model/backtest.ts";
import type { Finding } from "../../model/finding.ts";
import type { Report } from "../../model/report.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { WorstTraces } from "../../model/worst-traces.ts";
import { stageSeriesByTarget } from "./signal-series.ts";
import { targetDetails, type TargetDetails } from "./target-details.ts";
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
  /** By target id: charts, routes and phases. Worked out when asked for, since most formats do not show them. */
  readonly details: () => ReadonlyMap<string, TargetDetails>;
  /** The window replayed against alarms; null where no alarms were read. */
  readonly backtest: Backtest | null;
  readonly worstTraces: readonly WorstTraces[];
}

/** What a view shows beside the report; left out where nobody asked for it. */
export interface ViewAdditions {
  /** Of alarms over the snapshot's window. */
  readonly backtest?: Backtest | null;
  readonly worstTraces?: readonly WorstTraces[];
}

export function toView(
  snapshot: Snapshot,
  findings: readonly Finding[],
  toolVersion: string,
  { backtest = null, worstTraces = [] }: ViewAdditions = {},
): ReportView {
  const series = stageSeriesByTarget(snapshot.series);
  const report = toReport(snapshot, findings, toolVersion);
  let details: ReadonlyMap<string, TargetDetails> | undefined;
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
    details: () => (details ??= targetDetails(snapshot, report.findings)),
    backtest,
    worstTraces,
  };
}
