import { ToolError } from "../core/errors.ts";
import type { CompositeAlarm, MetricAlarm } from "../model/alarm-spec.ts";
import type { DeclaredAlarm } from "../model/declared-alarm.ts";
import type { MuteRule } from "../model/mute-rule.ts";
import type { AlarmSet } from "./evaluate/evaluate-alarms.ts";
import { checkCompositeAlarm } from "./evaluate/check-composite-alarm.ts";
import { checkMetricAlarm } from "./evaluate/check-metric-alarm.ts";

/** An alarm that cannot be replayed, and all that is wrong with it, one line each. */
export interface RefusedAlarm {
  readonly alarm: DeclaredAlarm;
  readonly problems: readonly string[];
}

export interface CheckedAlarms {
  readonly set: AlarmSet;
  /** The declaration behind each alarm of the set, by its name. */
  readonly declared: ReadonlyMap<string, DeclaredAlarm>;
  readonly refused: readonly RefusedAlarm[];
}

/** Whom an alarm tells and how it is described does not change when it fires. */
const WITHOUT_EFFECT =
  /^(?:AlarmActions|OKActions|InsufficientDataActions|AlarmDescription|Tags|AlarmName|Unit)\b/;

/**
 * What of the declared alarms can be replayed. A value that only a deployment knows refuses an alarm where the states depend
 * on it; a name that is given twice refuses the second.
 */
export function toAlarmSet(alarms: readonly DeclaredAlarm[], muteRules: readonly MuteRule[]): CheckedAlarms {
  const metric: MetricAlarm[] = [];
  const composite: CompositeAlarm[] = [];
  const declared = new Map<string, DeclaredAlarm>();
  const refused: RefusedAlarm[] = [];
  for (const alarm of alarms) {
    const problems = alarm.unknown
      .filter(({ path }) => !WITHOUT_EFFECT.test(path))
      .map(({ path, text }) => `${path}: ${text} is known only after deployment`);
    try {
      if (problems.length > 0) throw new ToolError("E_BAD_INPUT", "unknown values", { details: problems });
      const checked =
        alarm.kind === "metric" ? checkMetricAlarm(alarm.fields) : checkCompositeAlarm(alarm.fields);
      if (declared.has(checked.AlarmName)) {
        throw new ToolError("E_BAD_INPUT", `another alarm is also named "${checked.AlarmName}"`);
      }
      declared.set(checked.AlarmName, alarm);
      if ("AlarmRule" in checked) composite.push(checked);
      else metric.push(checked);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      refused.push({ alarm, problems: error.details.length > 0 ? error.details : [error.message] });
    }
  }
  return { set: { metric, composite, muteRules }, declared, refused };
}
