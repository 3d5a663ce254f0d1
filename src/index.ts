/** The public library: reading a snapshot into findings and a report, without AWS, files or a clock. See docs/api.md. */
export { analyze, type Analysis, type AnalyzerFailure } from "./analyzers/run.ts";
export type { ActionRun } from "./alarms/evaluate/actions.ts";
export type { AlarmState, Transition } from "./alarms/evaluate/alarm-state.ts";
export {
  evaluateAlarms,
  type AlarmSet,
  type AlarmsResult,
  type EvaluatedComposite,
} from "./alarms/evaluate/evaluate-alarms.ts";
export {
  evaluateMetricAlarm,
  type Doubt,
  type EvaluatedMetricAlarm,
  type NotEvaluated,
} from "./alarms/evaluate/evaluate-metric-alarm.ts";
export type { Reading } from "./alarms/evaluate/judge-points.ts";
export { ToolError, type ErrorCode } from "./core/errors.ts";
export {
  alarmSpecSchema,
  type AlarmSpec,
  type CompositeAlarm,
  type MetricAlarm,
} from "./model/alarm-spec.ts";
export { configSchema, DEFAULT_SETTINGS, type Config, type ResolvedSettings } from "./model/config.ts";
export { findingSchema, type Finding } from "./model/finding.ts";
export { muteRuleSchema, type MuteRule } from "./model/mute-rule.ts";
export { reportSchema, type Report } from "./model/report.ts";
export { datapoints, seriesSchema, toRuns, type Datapoint, type Run, type Series } from "./model/series.ts";
export { settingsFor } from "./model/settings-for.ts";
export { snapshotSchema, type Snapshot } from "./model/snapshot.ts";
export { targetSchema, type Target } from "./model/target.ts";
export { RENDERERS } from "./report/renderers/registry.ts";
export type { Renderer, RenderOptions } from "./report/renderers/renderer.ts";
export { toReport } from "./report/view/to-report.ts";
export { toView, type ReportView } from "./report/view/to-view.ts";
export type { Account } from "./simulate/account.ts";
export { createAccount, type SimulatedAccount } from "./simulate/create-account.ts";
export { demoPlan } from "./simulate/demo-account.ts";
export type { AccountPlan } from "./simulate/plan.ts";
