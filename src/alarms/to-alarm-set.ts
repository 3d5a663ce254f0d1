import { ToolError } from "../core/errors.ts";
import type { CompositeAlarm, MetricAlarm } from "../model/alarm-spec.ts";
import type { DeclaredAlarm } from "../model/declared-alarm.ts";
import type { MuteRule } from "../model/mute-rule.ts";
import { alarmsOf } from "./evaluate/alarm-rule.ts";
import { checkCompositeAlarm } from "./evaluate/check-composite-alarm.ts";
import { checkMetricAlarm } from "./evaluate/check-metric-alarm.ts";
import type { AlarmSet } from "./evaluate/evaluate-alarms.ts";
import { parseAlarmRule, toAlarmName } from "./evaluate/parse-alarm-rule.ts";

/** An alarm that cannot be replayed, and all that is wrong with it, one line each. */
interface RefusedAlarm {
  readonly alarm: DeclaredAlarm;
  readonly problems: readonly string[];
}

export interface CheckedAlarms {
  readonly set: AlarmSet;
  /** The declaration behind each alarm of the set, by its name. */
  readonly declared: ReadonlyMap<string, DeclaredAlarm>;
  /** What was taken for granted of an alarm of the set, by its name. */
  readonly assumed: ReadonlyMap<string, readonly string[]>;
  readonly refused: readonly RefusedAlarm[];
}

/** Whom an alarm tells and how it is described does not change when it fires. */
const WITHOUT_EFFECT =
  /^(?:AlarmActions|OKActions|InsufficientDataActions|ActionsEnabled|AlarmDescription|Tags|AlarmName|Unit)\b/;
const ACTIONS = ["AlarmActions", "OKActions", "InsufficientDataActions"] as const;

/**
 * What of the declared alarms can be replayed. A value that only a deployment knows refuses an alarm where the states depend
 * on it; a name that is given twice refuses the second; composites in a circle, which CloudWatch never judges, are refused
 * with their path.
 */
export function toAlarmSet(alarms: readonly DeclaredAlarm[], muteRules: readonly MuteRule[]): CheckedAlarms {
  const metric: MetricAlarm[] = [];
  const composite: CompositeAlarm[] = [];
  const declared = new Map<string, DeclaredAlarm>();
  const assumed = new Map<string, readonly string[]>();
  const refused: RefusedAlarm[] = [];
  for (const alarm of alarms) {
    const problems = alarm.unknown
      .filter(({ path }) => !WITHOUT_EFFECT.test(path))
      .map(({ path, text }) => `${path}: ${text} is known only after deployment`);
    try {
      if (problems.length > 0) throw new ToolError("E_BAD_INPUT", "unknown values", { details: problems });
      const { fields, assumptions } = settle(alarm);
      const checked = alarm.kind === "metric" ? checkMetricAlarm(fields) : checkCompositeAlarm(fields);
      if (declared.has(checked.AlarmName)) {
        throw new ToolError("E_BAD_INPUT", `another alarm is also named "${checked.AlarmName}"`);
      }
      declared.set(checked.AlarmName, alarm);
      if (assumptions.length > 0) assumed.set(checked.AlarmName, assumptions);
      if ("AlarmRule" in checked) composite.push(checked);
      else metric.push(checked);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      refused.push({ alarm, problems: error.details.length > 0 ? error.details : [error.message] });
    }
  }
  const circles = circlesOf(composite);
  for (const [name, circle] of circles) {
    const alarm = declared.get(name);
    declared.delete(name);
    const problem = `it refers to itself in a circle, ${circle}; CloudWatch evaluates none of these until one rule is set to FALSE`;
    if (alarm) refused.push({ alarm, problems: [problem] });
  }
  const straight = composite.filter(({ AlarmName }) => !circles.has(AlarmName));
  return { set: { metric, composite: straight, muteRules }, declared, assumed, refused };
}

/** The fields with what does not decide states made readable. */
function settle({ fields, unknown }: DeclaredAlarm): {
  fields: Record<string, unknown>;
  assumptions: string[];
} {
  const settled: Record<string, unknown> = { ...fields };
  // "!Ref Topics" stands for a list that nobody can count: as one action.
  for (const name of ACTIONS) {
    if (typeof settled[name] === "string") settled[name] = [settled[name]];
  }
  const enabled = unknown.find(({ path }) => path === "ActionsEnabled");
  if (!enabled) return { fields: settled, assumptions: [] };
  delete settled["ActionsEnabled"];
  return {
    fields: settled,
    assumptions: [`ActionsEnabled: ${enabled.text} is known only after deployment; taken for enabled.`],
  };
}

/** Every composite that can be reached from itself, by its rule or its suppressor, with the way there. */
function circlesOf(composites: readonly CompositeAlarm[]): Map<string, string> {
  const children = new Map(
    composites.map(({ AlarmName, AlarmRule, ActionsSuppressor }) => {
      const names = alarmsOf(parseAlarmRule(AlarmRule));
      return [
        AlarmName,
        ActionsSuppressor === undefined ? names : [...names, toAlarmName(ActionsSuppressor)],
      ];
    }),
  );
  const circles = new Map<string, string>();
  for (const start of children.keys()) {
    const cameFrom = new Map<string, string>();
    const waiting = [start];
    for (let name = waiting.shift(); name !== undefined && !cameFrom.has(start); name = waiting.shift()) {
      for (const child of children.get(name) ?? []) {
        if (cameFrom.has(child)) continue;
        cameFrom.set(child, name);
        waiting.push(child);
      }
    }
    if (cameFrom.has(start)) circles.set(start, pathTo(start, cameFrom));
  }
  return circles;
}

function pathTo(start: string, cameFrom: ReadonlyMap<string, string>): string {
  const path = [start];
  let at = cameFrom.get(start);
  while (at !== undefined && at !== start) {
    path.unshift(at);
    at = cameFrom.get(at);
  }
  return [start, ...path].join(" -> ");
}
