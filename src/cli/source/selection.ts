import { ToolError } from "../../core/errors.ts";
import { floorTo, MINUTE_MS, parseDurationMs, parseTimeMs, type Window } from "../../core/window.ts";
import type { Config } from "../../model/config.ts";
import { DEFAULT_BASELINE, DEFAULT_SINCE, type WindowOptions } from "./window-options.ts";

/** What was asked for explicitly, by flag or by configuration; undefined: not said. */
export interface Asked {
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly baseline: string | undefined;
  readonly api: string | null;
  readonly stage: string | null;
}

/** A flag wins over the configuration. Errors: E_USAGE where a pattern is empty. */
export function toAsked(options: WindowOptions, config: Config): Asked {
  refuseEmpty("--api", options.api);
  refuseEmpty("--stage", options.stage);
  return {
    since: options.since ?? config.since,
    until: options.until,
    baseline: options.baseline ?? config.baseline,
    api: options.api ?? config.include?.api ?? null,
    stage: options.stage ?? config.include?.stage ?? null,
  };
}

/** A shell variable that is not set gives such a pattern; what was meant cannot be known. */
function refuseEmpty(flag: string, pattern: string | undefined): void {
  if (pattern !== "") return;
  throw new ToolError("E_USAGE", `${flag} is empty, and an empty pattern matches nothing`, {
    hint: `Leave ${flag} out to look at everything.`,
  });
}

/** A length of time, with the flag in what is said of one that is none. */
export function flagDurationMs(flag: string, text: string): number {
  return naming(flag, () => parseDurationMs(text));
}

function naming(flag: string, parse: () => number): number {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    throw new ToolError(error.code, `${flag} ${error.message}`, { ...hint, cause: error });
  }
}

/**
 * The window and the baseline before it, where data have no end of their own: "now" is the current minute.
 *
 * Errors: E_USAGE where a text is no time or length, or the window is empty or in the future.
 */
export function toSpans(asked: Asked, nowMs: number): { readonly window: Window; readonly baseline: Window } {
  const endMs = toEndMs(asked.until, floorTo(nowMs, MINUTE_MS));
  const startMs = floorTo(endMs - toLengthMs(asked.since ?? DEFAULT_SINCE, endMs, nowMs), MINUTE_MS);
  const baselineMs = flagDurationMs("--baseline", asked.baseline ?? DEFAULT_BASELINE);
  return {
    window: { startMs, endMs },
    baseline: { startMs: floorTo(startMs - baselineMs, MINUTE_MS), endMs: startMs },
  };
}

/** Whole minutes: CloudWatch has no finer ones of API Gateway. */
export function toEndMs(until: string | undefined, nowMs: number): number {
  const endMs = floorTo(
    naming("--until", () => parseTimeMs(until ?? "now", nowMs)),
    MINUTE_MS,
  );
  if (endMs <= nowMs) return endMs;
  throw new ToolError(
    "E_USAGE",
    `--until "${until}" is ${iso(endMs)}, after the newest data at ${iso(nowMs)}`,
    { hint: "Leave --until out to look up to now." },
  );
}

/** --since as a length before the window's end: it is one, or a point in time. */
export function toLengthMs(since: string, endMs: number, nowMs: number): number {
  if (!/^\d{4}-|ago$|^\d{9,}$/.test(since.trim())) return flagDurationMs("--since", since);
  const startMs = naming("--since", () => parseTimeMs(since, nowMs));
  if (startMs < endMs) return endMs - startMs;
  throw new ToolError(
    "E_USAGE",
    `--since "${since}" is ${iso(startMs)}, not before the window's end at ${iso(endMs)}`,
    { hint: "Give an earlier --since or a later --until." },
  );
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
