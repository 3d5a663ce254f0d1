import { ToolError } from "./errors.ts";

/** A span of time `[startMs, endMs)`: the end is not part of it. Epoch milliseconds. */
export interface Window {
  readonly startMs: number;
  readonly endMs: number;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const UNIT_MS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** The greatest multiple of `stepMs` that is not after `timeMs`. */
export function floorTo(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs;
}

/** The smallest multiple of `stepMs` that is not before `timeMs`. */
export function ceilTo(timeMs: number, stepMs: number): number {
  return Math.ceil(timeMs / stepMs) * stepMs;
}

/**
 * A length of time as people write it: "90s", "15m", "3h", "14d", "2w", or a sum such as "1h30m".
 *
 * Errors: E_USAGE where the text is anything else, or zero.
 */
export function parseDurationMs(text: string): number {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)([smhdw])/g)];
  const totalMs = parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ""] ?? 0),
    0,
  );
  if (parts.map(([part]) => part).join("") !== text.trim() || totalMs <= 0) {
    throw new ToolError("E_USAGE", `"${text}" is not a length of time`, {
      hint: 'Write it like "90s", "15m", "3h" or "14d".',
    });
  }
  return totalMs;
}

/**
 * A point in time as people write it: ISO-8601 ("2026-11-22T14:30Z", "2026-11-22"), epoch seconds or
 * milliseconds, "now", or a length of time ago ("2h ago"). Without an offset ISO text is read as UTC.
 *
 * Errors: E_USAGE where the text is anything else.
 */
export function parseTimeMs(text: string, nowMs: number): number {
  const trimmed = text.trim();
  if (trimmed === "now") return nowMs;
  const ago = /^(\S+)\s+ago$/.exec(trimmed);
  if (ago) return nowMs - parseDurationMs(ago[1] ?? "");
  // Epoch seconds stay below 1e11 until the year 5138; epoch milliseconds passed it in 1973.
  if (/^\d{9,14}$/.test(trimmed))
    return Number(trimmed) < 1e11 ? Number(trimmed) * SECOND_MS : Number(trimmed);
  if (/^\d{4}-\d{2}-\d{2}/.test(trimmed)) {
    const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(trimmed.slice(10));
    const timeMs = Date.parse(hasZone || trimmed.length === 10 ? trimmed : `${trimmed.replace(" ", "T")}Z`);
    if (Number.isFinite(timeMs)) return timeMs;
  }
  throw new ToolError("E_USAGE", `"${text}" is not a point in time`, {
    hint: 'Write ISO-8601 ("2026-11-22T14:30Z"), epoch seconds, "now" or "2h ago".',
  });
}
