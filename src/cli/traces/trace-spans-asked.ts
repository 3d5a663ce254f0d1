import { ToolError } from "../../core/errors.ts";
import { floorTo, MINUTE_MS, parseTimeMs, type Window } from "../../core/window.ts";
import { refuseTogether } from "../source/refuse-together.ts";
import { toEndMs, toLengthMs } from "../source/selection.ts";

const DEFAULT_SINCE = "1h";

/** As typed. */
interface TypedSpans {
  readonly since?: string;
  readonly until?: string;
  readonly before?: string;
  readonly after?: string;
}

export interface AskedSpans {
  /** What the page is about: the later one where two are compared. */
  readonly window: Window;
  readonly compared: { readonly before: Window; readonly after: Window } | null;
}

/**
 * The window, or the two spans to compare.
 *
 * Errors: E_USAGE where a text is no time, a span is empty or in the future, or one of the two is missing.
 */
export function traceSpansAsked(typed: TypedSpans, nowMs: number): AskedSpans {
  const { before, after } = typed;
  if (before === undefined && after === undefined) {
    const endMs = toEndMs(typed.until, nowMs);
    const lengthMs = toLengthMs(typed.since ?? DEFAULT_SINCE, endMs, nowMs);
    return { window: { startMs: endMs - lengthMs, endMs }, compared: null };
  }
  const others = [
    ["since", "--since"],
    ["until", "--until"],
  ] as const;
  refuseTogether("--before and --after", typed, others, "they say which time is looked at");
  if (before === undefined || after === undefined) {
    throw new ToolError(
      "E_USAGE",
      `${before === undefined ? "--after" : "--before"} is nothing to compare with`,
      {
        hint: "Give both: --before '3h ago..2h ago' --after '1h ago..now'.",
      },
    );
  }
  const compared = { before: toSpan("--before", before, nowMs), after: toSpan("--after", after, nowMs) };
  return { window: compared.after, compared };
}

function toSpan(flag: string, typed: string, nowMs: number): Window {
  const [from, to, more] = typed.split("..");
  if (from === undefined || to === undefined || more !== undefined) {
    throw new ToolError("E_USAGE", `${flag} "${typed}" is no span of time`, {
      hint: `Write START..END, each ISO-8601, epoch seconds or a length ago: "2026-11-22T14:00Z..2026-11-22T15:00Z", "3h ago..2h ago".`,
    });
  }
  const startMs = floorTo(parseTimeMs(from, nowMs), MINUTE_MS);
  const endMs = floorTo(parseTimeMs(to, nowMs), MINUTE_MS);
  if (startMs < endMs && endMs <= nowMs) return { startMs, endMs };
  const iso = (timeMs: number): string => new Date(timeMs).toISOString();
  throw new ToolError(
    "E_USAGE",
    `${flag} "${typed}" is ${iso(startMs)} to ${iso(endMs)}, ${startMs < endMs ? `which ends after now, ${iso(nowMs)}` : "and ends before it begins"}`,
    { hint: "Give a span of at least a minute that is over." },
  );
}
