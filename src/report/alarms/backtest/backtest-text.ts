import type { Backtest, BacktestAlarm, BacktestFiring, BacktestSet } from "../../../model/backtest.ts";
import { MINUTE_MS } from "../../../core/window.ts";
import { formatDuration, formatUtc } from "../../text/format.ts";

/** What every way of showing a backtest says in the same words. */

/** The sentence that is read if no other is: "These 24 alarms would have fired 9 times in the last 15 days ...". */
export function verdictText(backtest: Backtest): string {
  const { proposed, days, judged } = backtest;
  const { alarms, fired, pages, pagesPerWeek, falsePages } = proposed.total;
  if (alarms === 0) return "None of these alarms could be replayed.";
  const which = alarms === 1 ? "This alarm" : `These ${alarms} alarms`;
  const paged = `and paged ${times(pages)} (${shortNumber(pagesPerWeek)} a week)`;
  const wrong = judged === null || pages === 0 ? "" : `, ${falsePages} of them for no incident`;
  return `${which} would have fired ${times(fired)} in the last ${daysText(days)} ${paged}${wrong}.`;
}

/** "They caught 7 of 8 incidents, half of them within 6 minutes; 1 was missed." */
export function caughtText({ catches, total }: BacktestSet): string | null {
  if (catches.length === 0) return null;
  const delays = catches
    .flatMap(({ afterMinutes }) => afterMinutes ?? [])
    .sort((left, right) => left - right);
  const middle = delays[Math.floor((delays.length - 1) / 2)];
  const soon = middle === undefined ? "" : `, half of them within ${count(middle, "minute")}`;
  const missed = catches.length - total.caught;
  return `They caught ${total.caught} of ${count(catches.length, "incident")}${soon}; ${missed} ${missed === 1 ? "was" : "were"} missed.`;
}

export const NOT_CAUGHT = { alarm: null, afterMinutes: null, pagedAfterMinutes: null } as const;

/** How long the history is, in days; in hours where it is short. */
export function daysText(days: number): string {
  if (days === 1) return "day";
  if (days < 2) return formatDuration(days * 1_440 * MINUTE_MS);
  return count(Number(days.toFixed(1)), "day");
}

export function firingTime({ start, end, minutes, beganBefore }: BacktestFiring): string {
  const from = formatUtc(Date.parse(start));
  const length = formatMinutes(minutes);
  if (end === null) return `${from}, still after ${length}${beganBefore ? ", began before" : ""}`;
  const until = formatUtc(Date.parse(end));
  const to = until.slice(0, 10) === from.slice(0, 10) ? until.slice(11) : until;
  return `${from} to ${to} (${length})${beganBefore ? ", began before" : ""}`;
}

export function peakText({ peak }: BacktestFiring): string {
  return peak === null
    ? ""
    : `worst ${shortNumber(peak.value)} at ${formatUtc(Date.parse(peak.at)).slice(11)}`;
}

/** Whether a firing was right, as far as anybody can tell. */
export function rightText(firing: BacktestFiring, titles: ReadonlyMap<string, string>): string {
  if (!firing.isJudged) return "";
  if (firing.incidents.length === 0) return "no incident";
  return firing.incidents.map((id) => titles.get(id) ?? id).join("; ");
}

export function doubtText({ reading, since, evaluations }: BacktestAlarm["doubts"][number]): string {
  return `another reading of what AWS leaves open: ${reading}; ${count(evaluations, "evaluation")} would differ, the first at ${formatUtc(Date.parse(since))}`;
}

export function caughtShare({ caught, incidents }: BacktestAlarm): string {
  return incidents === 0 ? "-" : `${caught.length} of ${incidents}`;
}

/** Worst first: pages, then times fired, then minutes; those that stayed quiet last. */
export function byNoise(alarms: readonly BacktestAlarm[]): BacktestAlarm[] {
  return [...alarms].sort(
    (left, right) =>
      right.pages - left.pages || right.fired - left.fired || right.minutesInAlarm - left.minutesInAlarm,
  );
}

export function formatMinutes(minutes: number): string {
  return minutes === 0 ? "0m" : minutes < 1 ? "<1m" : formatDuration(minutes * MINUTE_MS);
}

/** Four significant digits: 0.0512, 2874, 1.5. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  return String(size >= 1_000 ? Math.round(value) : Number(value.toPrecision(4)));
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function times(number: number): string {
  return number === 1 ? "once" : number === 2 ? "twice" : `${number} times`;
}
