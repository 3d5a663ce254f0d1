import { alarmUsdPerMonth } from "../../catalog/alarm-price.ts";
import { PRICES } from "../../catalog/prices.ts";
import { ToolError } from "../../core/errors.ts";
import type { AlarmSpec } from "../../model/alarm-spec.ts";
import { checkCompositeAlarm } from "../evaluate/check-composite-alarm.ts";
import { checkMetricAlarm } from "../evaluate/check-metric-alarm.ts";
import { alarmDescription } from "./alarm-description.ts";
import type { DraftAlarm } from "./draft-alarm.ts";
import type { SynthSettings } from "./synth-settings.ts";

/**
 * Specs of drafts and of the composites above them, each checked against what CloudWatch takes. Where a composite looks at
 * an alarm, only the composite tells anybody.
 *
 * Errors: E_USAGE where two alarms would have one name; E_BAD_INPUT for one that CloudWatch would refuse, which is a defect.
 */
export function finishAlarms(
  drafts: readonly DraftAlarm[],
  composites: readonly DraftAlarm[],
  settings: SynthSettings,
): readonly AlarmSpec[] {
  const all = [...drafts, ...composites];
  refuseDoubles(all);
  const isTold = new Set(composites.flatMap(({ target }) => (target === null ? [] : [target])));
  return all.map((draft) => {
    const tellsNobody = draft.rule !== "any-alarm" && draft.target !== null && isTold.has(draft.target);
    const actions = draft.severity === null || tellsNobody ? [] : settings.actions[draft.severity];
    const definition = {
      ...draft.definition,
      AlarmDescription: alarmDescription(draft.why, settings.runbookUrl),
      ...(actions.length > 0 ? { AlarmActions: [...actions] } : {}),
    };
    const checked =
      "AlarmRule" in definition ? checkCompositeAlarm(definition) : checkMetricAlarm(definition);
    const metricUsd = draft.logMetric === null ? 0 : PRICES.customMetricMonthUsd;
    return {
      schemaVersion: 1,
      key: draft.key,
      rule: draft.rule,
      // What concerns the whole account belongs to no stage.
      target: draft.target ?? "account",
      route: draft.route,
      definition: checked,
      why: draft.why,
      backtest: draft.backtest,
      usdPerMonth: (alarmUsdPerMonth(checked, draft.metricsAnalyzed) ?? 0) + metricUsd,
      ...(draft.logMetric === null ? {} : { logMetric: draft.logMetric }),
      ...(draft.isExported === true ? { isExported: true as const } : {}),
    };
  });
}

function refuseDoubles(drafts: readonly DraftAlarm[]): void {
  const seen = new Map<string, DraftAlarm>();
  for (const draft of drafts) {
    const name = draft.definition.AlarmName;
    const other = seen.get(name);
    if (other) {
      throw new ToolError("E_USAGE", `two alarms would be named "${name}": ${other.key} and ${draft.key}`, {
        hint: "Let --name-template tell them apart; {target}, {route}, {rule} and {part} together always do.",
      });
    }
    seen.set(name, draft);
  }
}
