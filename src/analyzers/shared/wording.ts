import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";

/** Numbers and times as the summaries spell them: the same on every machine and in every locale. */

/** 0.0842 -> "8.4 %". Two digits below 1 %, so that a small base does not read as 0; nothing is finer than 0.01 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.01) return "under 0.01 %";
  if (percent < 1) return `${Number(percent.toPrecision(2))} %`;
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
}

/** 12345.6 -> "12,346". */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** 3.14159 -> "3.1 ms", 1234.5 -> "1,235 ms", 29003 -> "29 s". */
export function formatMs(ms: number): string {
  if (ms >= 10_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  return ms < 10 ? `${Number(ms.toFixed(1))} ms` : `${formatCount(ms)} ms`;
}

/** 1.5 -> "1.5 times", 12.3 -> "12 times". */
export function formatFactor(factor: number): string {
  return `${factor < 10 ? Number(factor.toFixed(1)) : formatCount(factor)} times`;
}

/** "14:05 UTC". */
function formatClock(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(11, 16)} UTC`;
}

/** "40 minutes", "2 h 5 min". Rounded to whole minutes, at least one. */
export function formatSpan(lengthMs: number): string {
  const minutes = Math.max(1, Math.round(lengthMs / MINUTE_MS));
  if (lengthMs < HOUR_MS) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
}

/** "since 14:05 UTC" or "from 14:05 UTC to 14:52 UTC". */
export function formatWhen(startMs: number, endMs: number | null): string {
  return endMs === null
    ? `since ${formatClock(startMs)}`
    : `from ${formatClock(startMs)} to ${formatClock(endMs)}`;
}

/** "A", "A and B", "A, B and C"; beyond `most` the rest is counted. */
export function formatList(items: readonly string[], most = 4): string {
  const shown = items.slice(0, most);
  if (items.length > most) return `${shown.join(", ")} and ${items.length - most} more`;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
