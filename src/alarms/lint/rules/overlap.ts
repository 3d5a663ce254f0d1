import type { DeclaredAlarm } from "../../../model/declared-alarm.ts";
import { nameOf, numberField, textField, textsField } from "../alarm-fields.ts";
import { directionOf, scopeOf, watchedText } from "../condition.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";

interface Condition {
  readonly alarm: DeclaredAlarm;
  readonly threshold: number;
  readonly isStrict: boolean;
  readonly periods: number;
  readonly datapoints: number;
}

export const overlap: LintRule = {
  id: "overlap",
  severity: "note",
  title: "An alarm that never fires alone",
  what: "Whenever this alarm fires, another one on the same metric with a milder condition is in ALARM too, and both run the same actions. Two grades that tell different people are no overlap.",
  why: "It adds a message to an incident that has been told, and nothing else.",
  fix: "Delete the stricter one, or let it tell somebody else: the one a ticket, the other a page.",
  find: ({ alarms }) => {
    const groups = new Map<string, Condition[]>();
    for (const condition of alarms.flatMap((alarm) => conditionOf(alarm) ?? [])) {
      const text = groupText(condition.alarm);
      groups.set(text, [...(groups.get(text) ?? []), condition]);
    }
    return [...groups.values()].flatMap((group) =>
      group.flatMap((strict): LintHit[] => {
        const mild = group.find((other) => other !== strict && implies(strict, other));
        if (!mild || implies(mild, strict)) return [];
        const message = `Whenever it fires, "${nameOf(mild.alarm)}" is in ALARM too, with the same actions.`;
        return [{ alarm: strict.alarm, path: "Threshold", message }];
      }),
    );
  },
};

/** Alarms of different texts are not compared: other metrics, other actions, another way with gaps. */
function groupText(alarm: DeclaredAlarm): string {
  const actions = textsField(alarm, "AlarmActions").map(({ value }) => value);
  return JSON.stringify([
    scopeOf(alarm),
    watchedText(alarm),
    directionOf(alarm),
    textField(alarm, "TreatMissingData") ?? "missing",
    actions.sort(),
  ]);
}

function conditionOf(alarm: DeclaredAlarm): Condition | undefined {
  const threshold = numberField(alarm, "Threshold");
  const periods = numberField(alarm, "EvaluationPeriods");
  const datapoints =
    alarm.fields["DatapointsToAlarm"] === undefined ? periods : numberField(alarm, "DatapointsToAlarm");
  if (threshold === undefined || periods === undefined || datapoints === undefined) return undefined;
  if (directionOf(alarm) === undefined || textsField(alarm, "AlarmActions").length === 0) return undefined;
  const isStrict = !(textField(alarm, "ComparisonOperator") ?? "").includes("OrEqual");
  return { alarm, threshold, isStrict, periods, datapoints };
}

/**
 * Each point is beyond the other's threshold too, and even if all points that the other does not look at are breaching,
 * enough of those that it does look at are.
 */
function implies(strict: Condition, mild: Condition): boolean {
  const sign = directionOf(strict.alarm) === "high" ? 1 : -1;
  const further = sign * (strict.threshold - mild.threshold);
  const isBeyond = further > 0 || (further === 0 && (strict.isStrict || !mild.isStrict));
  const older = Math.max(0, strict.periods - mild.periods);
  return isBeyond && strict.datapoints - older >= mild.datapoints;
}
