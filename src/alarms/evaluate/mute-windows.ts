/**
 * When mute rules hold actions back. Schedules are read on the wall clock of their time zone, minute by minute, so that
 * a rule at 02:30 keeps that hour through the changes of summer time (and is left out on the day that has no 02:30).
 *
 * Source: CloudWatch User Guide, "Alarm Mute Rules" (2026): five fields, of which each takes *, lists and ranges.
 */
import { ToolError } from "../../core/errors.ts";
import { MINUTE_MS, type Window } from "../../core/window.ts";
import type { MuteRule } from "../../model/mute-rule.ts";

const FIELDS: readonly (readonly [name: string, least: number, most: number])[] = [
  ["minute", 0, 59],
  ["hour", 0, 23],
  ["day of the month", 1, 31],
  ["month", 1, 12],
  ["day of the week", 0, 7],
];
const LONGEST_MS = 15 * 24 * 60 * MINUTE_MS;

/**
 * The spans in which the rule holds, `[startMs, endMs)`, that touch `within` or begin at its end; ascending, merged where they overlap.
 *
 * Errors: E_BAD_INPUT for a schedule, duration or time zone that cannot be read.
 */
export function muteWindows({ Name, Rule: { Schedule } }: MuteRule, within: Window): Window[] {
  const lengthMs = durationMs(Schedule.Duration);
  if (lengthMs < MINUTE_MS || lengthMs > LONGEST_MS) {
    throw muteError(Name, `the duration ${Schedule.Duration} is not between PT1M and P15D`);
  }
  const starts = matcherOf(Name, Schedule.Expression);
  const wallOf = wallClock(Name, Schedule.Timezone ?? "UTC");
  const found: { startMs: number; endMs: number }[] = [];
  const firstMs = Math.floor((within.startMs - lengthMs) / MINUTE_MS) * MINUTE_MS;
  for (let atMs = firstMs; atMs <= within.endMs; atMs += MINUTE_MS) {
    if (!starts(wallOf(atMs))) continue;
    const last = found.at(-1);
    const endMs = atMs + lengthMs;
    if (last && atMs <= last.endMs) last.endMs = endMs;
    else if (endMs > within.startMs) found.push({ startMs: atMs, endMs });
  }
  return found;
}

function durationMs(duration: string): number {
  const [, days = "0", hours = "0", minutes = "0"] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * MINUTE_MS;
}

/** Minute, hour, day of the month, month, day of the week (Sunday is 0) and year of the wall clock. */
type Wall = readonly [number, number, number, number, number, number];

function matcherOf(name: string, expression: string): (wall: Wall) => boolean {
  const at = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)\)$/.exec(expression);
  if (at) {
    const [year, month, day, hour, minute] = at.slice(1).map(Number);
    return (wall) =>
      wall[0] === minute && wall[1] === hour && wall[2] === day && wall[3] === month && wall[5] === year;
  }
  const fields = (/^cron\((.+)\)$/.exec(expression)?.[1] ?? "").trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    throw muteError(
      name,
      `${expression} is neither at(yyyy-MM-ddThh:mm) nor cron() of ${FIELDS.length} fields`,
    );
  }
  const allowed = fields.map((field, index) => fieldValues(name, field, index));
  const isAny = fields.map((field) => field === "*");
  return (wall) => {
    const fits = allowed.map((values, index) => values.has(wall[index] ?? -1));
    // As in every cron: where both days are restricted, either will do.
    const isDay = isAny[2] || isAny[4] ? fits[2] && fits[4] : fits[2] || fits[4];
    return Boolean(fits[0] && fits[1] && fits[3] && isDay);
  };
}

function fieldValues(name: string, field: string, index: number): ReadonlySet<number> {
  const [label = "", least = 0, most = 0] = FIELDS[index] ?? [];
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [, low, high] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    const from = part === "*" ? least : Number(low);
    const to = part === "*" ? most : Number(high ?? low);
    if (!(from >= least && to <= most && from <= to)) {
      throw muteError(name, `"${part}" is no ${label}: expected ${least} to ${most}, a range, a list or *`);
    }
    for (let value = from; value <= to; value += 1)
      values.add(label === "day of the week" ? value % 7 : value);
  }
  return values;
}

/** A wall clock that asks the time zone once an hour: within an hour of the clock no zone changes its offset twice. */
function wallClock(name: string, timeZone: string): (atMs: number) => Wall {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  } catch (error) {
    throw muteError(name, `"${timeZone}" is no time zone`, error);
  }
  const offsets = new Map<number, number>();
  return (atMs) => {
    const slot = Math.floor(atMs / (15 * MINUTE_MS));
    const known = offsets.get(slot);
    const offsetMs = known ?? offsetOf(format, atMs);
    if (known === undefined) offsets.set(slot, offsetMs);
    const wall = new Date(atMs + offsetMs);
    return [
      wall.getUTCMinutes(),
      wall.getUTCHours(),
      wall.getUTCDate(),
      wall.getUTCMonth() + 1,
      wall.getUTCDay(),
      wall.getUTCFullYear(),
    ];
  };
}

function offsetOf(format: Intl.DateTimeFormat, atMs: number): number {
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wallMs = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return wallMs - Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
}

function muteError(name: string, problem: string, cause?: unknown): ToolError {
  return new ToolError("E_BAD_INPUT", `cannot read the mute rule "${name}": ${problem}`, { cause });
}
