import picomatch from "picomatch";

import { UTC_CALENDAR, timeOfDayMs, wallClockMs } from "../../core/season.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, parseTimeMs } from "../../core/window.ts";
import type { Snooze } from "../../model/agent-config.ts";
import { calendarFor } from "../../model/calendar-for.ts";
import type { Config } from "../../model/config.ts";
import type { Incident } from "../../model/incident.ts";
import { withoutScope } from "./without-scope.ts";

/** Why nobody is to be told of an incident at a time; null where nothing keeps it back. */
type SnoozeReason = (incident: Pick<Incident, "target" | "analyzer">, timeMs: number) => string | null;

/** By `agent.snooze`: the first entry that matches. Texts that are no time never match; a checked configuration has none. */
export function snoozeReasons(config: Config): SnoozeReason {
  const snoozes = config.agent?.snooze ?? [];
  // A calendar of fifty years takes a while, and few need one.
  const isWeekly = snoozes.some(({ weekly }) => weekly !== undefined);
  const calendar = (isWeekly ? calendarFor(config) : null) ?? UTC_CALENDAR;
  const entries = snoozes.map((snooze) => ({
    ...snooze,
    isTarget: matcher(snooze.target),
    isAnalyzer: matcher(snooze.analyzer),
    fromMs: snooze.from === undefined ? -Infinity : timeOf(snooze.from),
    untilMs: snooze.until === undefined ? Infinity : timeOf(snooze.until),
  }));
  return ({ target, analyzer }, timeMs) => {
    const found = entries.find(
      (entry) =>
        timeMs >= entry.fromMs &&
        timeMs < entry.untilMs &&
        isInWeek(entry.weekly, wallClockMs(calendar, timeMs), timeOfDayMs(calendar, timeMs)) &&
        // With several accounts or regions ids carry a scope: a pattern may leave it out.
        (entry.isTarget(target) || entry.isTarget(withoutScope(target))) &&
        entry.isAnalyzer(analyzer),
    );
    return found?.reason ?? null;
  };
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
/** 1970-01-01 was a Thursday. */
const FIRST_DAY = 4;

function isInWeek(weekly: Snooze["weekly"], wallMs: number, ofDayMs: number): boolean {
  if (weekly === undefined) return true;
  const [fromMs, untilMs] = [clockMs(weekly.from), clockMs(weekly.until)];
  const began = (daysAgo: number): boolean => {
    const day = Math.floor(wallMs / DAY_MS) - daysAgo + FIRST_DAY;
    const name = DAYS[((day % 7) + 7) % 7];
    return weekly.days === undefined || (name !== undefined && weekly.days.includes(name));
  };
  if (fromMs < untilMs) return ofDayMs >= fromMs && ofDayMs < untilMs && began(0);
  return (ofDayMs >= fromMs && began(0)) || (ofDayMs < untilMs && began(1));
}

function clockMs(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * HOUR_MS + minutes * MINUTE_MS;
}

function matcher(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  if (pattern === "") return () => false;
  const isMatch = picomatch(pattern, { bash: true, dot: true });
  return (name) => name === pattern || isMatch(name);
}

function timeOf(text: string): number {
  try {
    return parseTimeMs(text, Number.NaN);
  } catch {
    return Number.NaN;
  }
}
