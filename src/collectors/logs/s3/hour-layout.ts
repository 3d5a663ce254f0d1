import { DELIVERY_LAG_MS, FIREHOSE_BUFFER_MS } from "../../../catalog/firehose.ts";
import { DAY_MS, floorTo, HOUR_MS, type Window } from "../../../core/window.ts";

/**
 * How the keys behind a prefix tell the hour: four levels, the year first, each a number or "name=number". The texts before
 * the numbers, empty in the layout that Firehose has by default.
 */
export type HourLayout = readonly [year: string, month: string, day: string, hour: string];

const LEVELS = ["year", "month", "day", "hour"] as const;
type Level = (typeof LEVELS)[number];

const NAMES: Readonly<Record<Level, RegExp>> = {
  year: /^((?:[A-Za-z_]\w*=)?)(20\d\d)\/$/,
  month: /^((?:[A-Za-z_]\w*=)?)(0[1-9]|1[0-2])\/$/,
  day: /^((?:[A-Za-z_]\w*=)?)(0[1-9]|[12]\d|3[01])\/$/,
  hour: /^((?:[A-Za-z_]\w*=)?)([01]\d|2[0-3])\/$/,
};

/**
 * The layout behind a prefix; undefined where it has another. Looks at one branch alone.
 *
 * @param foldersOf the names of the folders behind a prefix, each with its slash.
 */
export async function findHourLayout(
  prefix: string,
  foldersOf: (prefix: string) => Promise<readonly string[]>,
): Promise<HourLayout | undefined> {
  const labels: string[] = [];
  let path = prefix;
  for (const level of LEVELS) {
    const names = (await foldersOf(path)).filter((name) => NAMES[level].test(name));
    const last = names.at(-1);
    const label = NAMES[level].exec(last ?? "")?.[1];
    if (last === undefined || label === undefined) return undefined;
    labels.push(label);
    path += last;
  }
  const [year = "", month = "", day = "", hour = ""] = labels;
  return [year, month, day, hour];
}

/** The hours whose objects can hold requests of the window, as starts of hours in UTC. */
export function hoursOf({ startMs, endMs }: Window): number[] {
  const hours: number[] = [];
  // A request can arrive late, and wait in an object that was begun by an earlier one.
  for (
    let hourMs = floorTo(startMs - FIREHOSE_BUFFER_MS, HOUR_MS);
    hourMs < endMs + DELIVERY_LAG_MS;
    hourMs += HOUR_MS
  )
    hours.push(hourMs);
  return hours;
}

/** "2026/11/22/14/", with the layout's own names. */
export function hourFolder(layout: HourLayout, hourMs: number): string {
  const [year, month, day, hour] = new Date(hourMs).toISOString().split(/\D/);
  return `${layout[0]}${year}/${layout[1]}${month}/${layout[2]}${day}/${layout[3]}${hour}/`;
}

/** More hours of a day than this are listed with their day: fewer requests, and little that is not asked for. */
const MOST_HOURS_ALONE = 12;

/**
 * The folders to list for some hours, and whether a folder's key belongs to them.
 *
 * @returns folders behind the prefix, in the order of time.
 */
export function foldersToList(layout: HourLayout, hours: readonly number[]): string[] {
  const byDay = new Map<number, number[]>();
  for (const hourMs of hours) {
    const dayMs = floorTo(hourMs, DAY_MS);
    byDay.set(dayMs, [...(byDay.get(dayMs) ?? []), hourMs]);
  }
  return [...byDay].flatMap(([dayMs, ofDay]) =>
    ofDay.length > MOST_HOURS_ALONE
      ? [hourFolder(layout, dayMs).replace(/[^/]*\/$/, "")]
      : ofDay.map((hourMs) => hourFolder(layout, hourMs)),
  );
}
