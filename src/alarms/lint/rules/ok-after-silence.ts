import { textField, textsField, unknownAt } from "../alarm-fields.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses } from "../metric-uses.ts";

export const okAfterSilence: LintRule = {
  id: "ok-after-silence",
  severity: "note",
  title: "Messages for traffic that comes and goes",
  what: "The alarm has OKActions or InsufficientDataActions, and TreatMissingData is missing, which is the default.",
  why: "Without traffic the alarm goes to INSUFFICIENT_DATA and with the next request to OK again. Both run their actions: a quiet night is a series of messages about nothing.",
  fix: "Set TreatMissingData to notBreaching (breaching for an alarm on too little traffic).",
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      const told = (["OKActions", "InsufficientDataActions"] as const).find(
        (name) => textsField(alarm, name).length > 0,
      );
      const isMissing = (textField(alarm, "TreatMissingData") ?? "missing") === "missing";
      if (told === undefined || !isMissing || unknownAt(alarm, "TreatMissingData") !== undefined) return [];
      if (gatewayUses([alarm]).length === 0) return [];
      const message = `${told} run whenever traffic stops and comes back: TreatMissingData is missing.`;
      return [{ alarm, path: told, message }];
    }),
};
