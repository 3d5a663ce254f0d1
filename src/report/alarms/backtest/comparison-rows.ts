import type { BacktestSet } from "../../../model/backtest.ts";
import { formatMinutes, shortNumber } from "./backtest-text.ts";

/** What two sets come to, one line a measure: name, the other set, this one, the difference. */
export function comparisonRows(proposed: BacktestSet, against: BacktestSet): string[][] {
  const row = (
    name: string,
    value: (set: BacktestSet) => number,
    show: (value: number) => string = shortNumber,
  ): string[] => {
    const [before, after] = [value(against), value(proposed)];
    return [name, show(before), show(after), difference(after - before, show)];
  };
  return [
    row("alarms replayed", ({ total }) => total.alarms),
    row("not evaluated", ({ notEvaluated }) => notEvaluated.length),
    row("times fired", ({ total }) => total.fired),
    row("time in ALARM", ({ total }) => total.minutesInAlarm, formatMinutes),
    row("flaps", ({ total }) => total.flaps),
    row("pages", ({ total }) => total.pages),
    row("pages a week", ({ total }) => total.pagesPerWeek),
    row("false pages", ({ total }) => total.falsePages),
    row(`incidents caught (of ${proposed.catches.length})`, ({ total }) => total.caught),
    row("incidents paged for", ({ total }) => total.paged),
    row(
      "USD a month",
      ({ total }) => total.usdPerMonth,
      (usd) => usd.toFixed(2),
    ),
  ];
}

function difference(by: number, show: (value: number) => string): string {
  if (Math.abs(by) < 1e-9) return "same";
  return by > 0 ? `+${show(by)}` : `-${show(-by)}`;
}
