import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";

/** All that a rule may see. Null is "not known", which is never the same as "none". */
export interface LintContext {
  /** Of all sources: an alarm may refer to, repeat or imply one of another file. */
  readonly alarms: readonly DeclaredAlarm[];
  /** The stages that exist. */
  readonly targets: readonly Target[] | null;
  /** What was recorded. */
  readonly series: readonly Series[] | null;
  /** The longest that a REST API's integration may take in this account. */
  readonly restTimeoutMs: number;
}
