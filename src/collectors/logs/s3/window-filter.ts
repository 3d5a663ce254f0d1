import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type Window } from "../../../core/window.ts";
import type { LogField } from "../../../catalog/log-fields.ts";
import type { FilterOp, FilterProgram } from "../../../logs/filter/filter.ts";

/**
 * Keeps the requests of a window out of the objects that hold them, by the time in the line: hours of keys are hours of
 * arrival, and an object may hold more of either side.
 *
 * A number is epoch seconds or milliseconds, which no window of ours can confuse. A text is compared by its beginning: a
 * window is so many whole days, hours, minutes and seconds, and each of them is a text that times begin with. A line
 * without a time passes, since nobody can tell.
 *
 * @param fields what the lines carry; undefined: whatever it may be.
 */
export function windowFilter(window: Window, fields: readonly LogField[] | undefined): FilterProgram {
  const has = (field: LogField): boolean => fields === undefined || fields.includes(field);
  const tests: FilterProgram[] = [];
  if (has("timeEpoch")) tests.push(numberWithin("timeEpoch", window));
  // The engine looks at the text only where there is no number, so one test is enough where the Format has both.
  if (has("time") && (fields === undefined || tests.length === 0)) {
    tests.push(numberWithin("time", window), [
      { op: "matches", of: "time", pattern: beginningOfTimes(window) },
    ]);
  }
  if (tests.length === 0) return [];
  const isUntimed: FilterOp[] = [
    { op: "equals", of: "timeEpoch", text: "" },
    { op: "equals", of: "time", text: "" },
    { op: "and" },
  ];
  return joined([...tests, isUntimed], "or");
}

/** Both filters. */
export function bothFilters(left: FilterProgram, right: FilterProgram): FilterProgram {
  return joined(
    [left, right].filter((program) => program.length > 0),
    "and",
  );
}

function joined(programs: readonly FilterProgram[], op: "and" | "or"): FilterProgram {
  return programs.flatMap((program, index) => (index === 0 ? program : [...program, { op }]));
}

function numberWithin(field: LogField, { startMs, endMs }: Window): FilterProgram {
  const between = (from: number, to: number): FilterOp[] => [
    { op: "number", field, comparison: ">=", value: from },
    { op: "number", field, comparison: "<", value: to },
    { op: "and" },
  ];
  const seconds = between(Math.ceil(startMs / SECOND_MS), Math.ceil(endMs / SECOND_MS));
  return joined([between(startMs, endMs), seconds], "or");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Lengths of time, and how many characters of "2026-11-22T14:30:05" tell one. */
const UNITS: readonly (readonly [lengthMs: number, characters: number])[] = [
  [DAY_MS, 10],
  [HOUR_MS, 13],
  [MINUTE_MS, 16],
  [SECOND_MS, 19],
];

/** A regular expression for the beginnings of the times of a window, as API Gateway and as ISO-8601 write them in UTC. */
function beginningOfTimes({ startMs, endMs }: Window): string {
  const alternatives: string[] = [];
  const lastMs = Math.ceil(endMs / SECOND_MS) * SECOND_MS;
  let atMs = Math.ceil(startMs / SECOND_MS) * SECOND_MS;
  while (atMs < lastMs) {
    const from = atMs;
    const [lengthMs, characters] = UNITS.find(
      ([unitMs]) => from % unitMs === 0 && from + unitMs <= lastMs,
    ) ?? [SECOND_MS, 19];
    const iso = new Date(from).toISOString().slice(0, characters);
    alternatives.push(toCommon(iso), iso.replace("T", "[T ]"));
    atMs += lengthMs;
  }
  return `^(?:${alternatives.join("|")})`;
}

/** "2026-11-22T14:30" as "22/Nov/2026:14:30". */
function toCommon(iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split("-");
  const clock = iso.slice(11);
  return `${day}/${MONTHS[Number(month) - 1]}/${year}${clock === "" ? "" : `:${clock}`}`;
}
