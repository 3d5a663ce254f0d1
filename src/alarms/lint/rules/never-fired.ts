import { DAY_MS } from "../../../core/window.ts";
import { nameOf } from "../alarm-fields.ts";
import { changesOf } from "../changes-of.ts";
import type { LintRule } from "../lint-rule.ts";
import { regionOf } from "../region-of.ts";

/** Of younger alarms it says nothing that they have not fired. */
const LEAST_MS = 14 * DAY_MS;

export const neverFired: LintRule = {
  id: "never-fired",
  severity: "note",
  title: "An alarm that has never fired",
  what: "The alarm is in OK, has been the same for two weeks or longer, and was not in ALARM in the history that CloudWatch keeps: 30 days at most. It needs the account: --live.",
  why: "That is as it should be where nothing has been wrong. It is also what an alarm looks like that cannot fire, and nobody can tell the two apart by waiting.",
  fix: "See what it would catch: gatewatch alarms drill shows it for every alarm that is deployed.",
  find: (context) =>
    context.alarms.flatMap((alarm) => {
      const { deployed } = alarm;
      const kept = context.history?.get(regionOf(alarm, context) ?? "");
      if (!kept || deployed?.stateValue !== "OK") return [];
      const own = changesOf(kept, nameOf(alarm));
      const sinceMs = Math.max(kept.startMs, deployed.configuredMs ?? -Infinity);
      const isYoung = kept.endMs - sinceMs < LEAST_MS;
      if (isYoung || own.some(({ to }) => to === "ALARM")) return [];
      const message = `It was not in ALARM since ${new Date(sinceMs).toISOString().slice(0, 10)}, as far as CloudWatch remembers.`;
      return [{ alarm, path: null, message }];
    }),
};
