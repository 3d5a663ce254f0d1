import type { Backtest, BacktestAlarm, BacktestFiring } from "../../model/backtest.ts";
import { formatDuration, formatUtc } from "./format.ts";
import { plural } from "./plural.ts";

/** What alarms did over the window of a report: "3 of 54 alarms fired; 2 of 8 incidents were caught.". */
export function backtestText({ proposed, incidents }: Backtest): string {
  const { alarms, catches } = proposed;
  if (alarms.length === 0) return "None of these alarms could be replayed.";
  const fired = alarms.filter((alarm) => alarm.fired > 0).length;
  const wrong = alarms.reduce((sum, { falseFirings }) => sum + falseFirings, 0);
  const caught = catches.filter(({ alarm }) => alarm !== null).length;
  const seen =
    incidents.length === 0
      ? "There was no incident to catch."
      : `${caught} of ${plural(incidents.length, "incident")} would have been caught.`;
  const idle =
    wrong === 0 ? "" : ` ${wrong === 1 ? "One firing was" : `${wrong} firings were`} at no incident.`;
  return `${fired} of ${plural(alarms.length, "alarm")} would have fired in this time. ${seen}${idle}`;
}

/** "13:55 to 14:02 (7m)": when, on the day of the report. */
export function firingText({ start, end, minutes }: BacktestFiring): string {
  const from = formatUtc(Date.parse(start)).slice(11);
  const length = formatDuration(minutes * 60_000);
  return end === null
    ? `${from}, still after ${length}`
    : `${from} to ${formatUtc(Date.parse(end)).slice(11)} (${length})`;
}

export function caughtText({ caught, incidents }: BacktestAlarm): string {
  return incidents === 0 ? "-" : `${caught.length} of ${incidents}`;
}
