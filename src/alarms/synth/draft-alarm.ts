import type { AlarmSpec, CompositeAlarm, LogMetric, MetricAlarm } from "../../model/alarm-spec.ts";
import type { AlarmSeverity } from "../rules/alarm-proposal.ts";

/** An alarm that is to be written: its number is found, its price and its actions are not settled yet. */
export interface DraftAlarm {
  readonly key: string;
  readonly rule: string;
  /** Null for a whole Region. */
  readonly target: string | null;
  readonly route: string | null;
  /** Null: it tells nobody by itself, a composite looks at it. */
  readonly severity: AlarmSeverity | null;
  readonly definition: MetricAlarm | CompositeAlarm;
  readonly why: string;
  readonly backtest: AlarmSpec["backtest"];
  readonly logMetric: LogMetric | null;
  /** Others need its name: see AlarmSpec. */
  readonly isExported?: true | undefined;
  /** See AlarmProposal. */
  readonly metricsAnalyzed?: number | undefined;
  /** Drafts stand or fall together where the budget is short: an objective's windows and their composite. */
  readonly group: string;
}
