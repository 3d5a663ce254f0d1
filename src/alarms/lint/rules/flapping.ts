import { DAY_MS } from "../../../core/window.ts";
import { nameOf } from "../alarm-fields.ts";
import { changesOf } from "../changes-of.ts";
import type { LintRule } from "../lint-rule.ts";
import { regionOf } from "../region-of.ts";

export const flapping: LintRule = {
  id: "flapping",
  severity: "warning",
  title: "An alarm that comes and goes",
  what: "The alarm has changed its state more than ten times (alarms.lint.changesADay of the configuration) within some 24 hours of the history that CloudWatch keeps. It needs the account: --live.",
  why: "Who is told every hour of something that is over before they look stops looking.",
  fix: "Ask for more datapoints (M of N), a longer period or a threshold further from what is usual: gatewatch alarms backtest shows when it rang, gatewatch alarms synth finds a threshold.",
  find: (context) =>
    context.alarms.flatMap((alarm) => {
      const kept = context.history?.get(regionOf(alarm, context) ?? "");
      if (!kept || alarm.deployed === null) return [];
      const times = changesOf(kept, nameOf(alarm)).map(({ atMs }) => atMs);
      const { count, startMs } = busiestDay(times);
      if (count <= context.changesADay) return [];
      const from = new Date(startMs).toISOString().slice(0, 16).replace("T", " ");
      return [
        {
          alarm,
          path: null,
          message: `It changed its state ${count} times in the 24 hours from ${from} UTC.`,
        },
      ];
    }),
};

/** The 24 hours, beginning with a change, that have the most of them. @param times ascending. */
function busiestDay(times: readonly number[]): { readonly count: number; readonly startMs: number } {
  let busiest = { count: 0, startMs: 0 };
  let first = 0;
  for (const [last, timeMs] of times.entries()) {
    while ((times[first] ?? timeMs) <= timeMs - DAY_MS) first += 1;
    const count = last - first + 1;
    if (count > busiest.count) busiest = { count, startMs: times[first] ?? timeMs };
  }
  return busiest;
}
