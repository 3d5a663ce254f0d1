/**
 * One composite for a target and severity, so that an incident which raises five alarms pages once. The alarms below it tell
 * nobody. Where a rule outgrows CloudWatch's limits, several composites share the alarms.
 */
import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import type { CompositeAlarm } from "../../model/alarm-spec.ts";
import type { AlarmSeverity } from "../rules/alarm-proposal.ts";
import { alarmKey } from "./alarm-key.ts";
import { alarmName } from "./alarm-name.ts";
import { alarmTerm, anyOf } from "./alarm-rule-text.ts";
import type { DraftAlarm } from "./draft-alarm.ts";

const LONGEST_RULE = 10_240;
/** Seconds; AWS's own example, and the CDK's default. */
const SUPPRESSOR_SECONDS = 60;

export function severityComposites(
  drafts: readonly DraftAlarm[],
  nameTemplate: string,
  suppressor: string | null,
): readonly DraftAlarm[] {
  const targets = [...new Set(drafts.map(({ target }) => target))].filter((target) => target !== null);
  return targets.flatMap((target) =>
    (["page", "ticket"] as const).flatMap((severity) => {
      const names = drafts
        .filter((draft) => draft.target === target && draft.severity === severity)
        .map(({ definition }) => definition.AlarmName);
      return chunks(names).map((chunk, index) =>
        compositeOf(target, severity, chunk, index, nameTemplate, suppressor),
      );
    }),
  );
}

function compositeOf(
  target: string,
  severity: AlarmSeverity,
  names: readonly string[],
  index: number,
  nameTemplate: string,
  suppressor: string | null,
): DraftAlarm {
  const part = index === 0 ? severity : `${severity}-${index + 1}`;
  const scope = { rule: "any-alarm", part, target, route: null, severity };
  const definition: CompositeAlarm = {
    AlarmName: alarmName(nameTemplate, scope),
    AlarmRule: anyOf(names.map(alarmTerm)),
    ...(suppressor === null
      ? {}
      : {
          ActionsSuppressor: suppressor,
          ActionsSuppressorWaitPeriod: SUPPRESSOR_SECONDS,
          ActionsSuppressorExtensionPeriod: SUPPRESSOR_SECONDS,
        }),
  };
  const many = names.length === 1 ? "its one alarm" : `any of its ${names.length} alarms`;
  return {
    key: alarmKey(scope),
    rule: scope.rule,
    target,
    route: null,
    severity,
    definition,
    why: `Tells somebody once when ${many} of this severity fires; the alarms themselves tell nobody.`,
    backtest: null,
    logMetric: null,
    group: `composite ${target} ${severity}`,
  };
}

/** As many names as fit into one rule. */
function chunks(names: readonly string[]): readonly (readonly string[])[] {
  const found: string[][] = [];
  let length = 0;
  for (const name of names) {
    const more = alarmTerm(name).length + " OR ".length;
    const last = found.at(-1);
    if (last && last.length < ALARM_LIMITS.compositeChildren && length + more < LONGEST_RULE) {
      last.push(name);
      length += more;
    } else {
      found.push([name]);
      length = more + "()".length;
    }
  }
  return found;
}
