import type { EvidenceUnit } from "../../model/finding.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../core/window.ts";

/** Stands for what cannot be known. */
export const UNKNOWN = "-";

const SCALES = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** Three significant digits and a scale: 412, 81.2k, 32.4M. Beyond 1000T, powers of ten. */
export function formatCount(value: number | null): string {
  if (value === null) return UNKNOWN;
  if (Math.abs(value) >= 1e15) return value.toExponential(1).replace("+", "");
  // Rounding first, so that 999,999 becomes 1M and not 1000k.
  const rounded = Number(value.toPrecision(3));
  const [scale, letter] = SCALES.find(([size]) => Math.abs(rounded) >= size) ?? [1, ""];
  return `${Number((rounded / scale).toPrecision(3))}${letter}`;
}

/** A ratio 0..1 as percent with two significant digits: 0.40 %, 1.2 %, 84 %. */
export function formatRatio(ratio: number | null): string {
  if (ratio === null) return UNKNOWN;
  const percent = ratio * 100;
  const size = Math.abs(percent);
  if (size === 0) return "0%";
  if (size < 0.005) return `${percent < 0 ? "-" : ""}<.01%`;
  return `${percent.toFixed(size < 0.995 ? 2 : size < 9.95 ? 1 : 0)}%`;
}

/** Milliseconds to three significant digits, in seconds from ten seconds on: 0.4ms, 12ms, 1234ms, 29s. */
export function formatMs(valueMs: number | null): string {
  if (valueMs === null) return UNKNOWN;
  if (Math.abs(valueMs) >= 9_999.5) return `${formatCount(valueMs / 1_000)}s`;
  return `${Math.abs(valueMs) >= 9.95 ? Math.round(valueMs) : Number(valueMs.toFixed(1))}ms`;
}

/** The two largest units of a length of time: 3h, 1h 18m, 14d, under a minute. */
export function formatDuration(lengthMs: number): string {
  const minutes = Math.round(lengthMs / MINUTE_MS);
  if (minutes < 1) return "under a minute";
  const [days, hours, rest] = [
    Math.floor((minutes * MINUTE_MS) / DAY_MS),
    Math.floor((minutes * MINUTE_MS) / HOUR_MS) % 24,
    minutes % 60,
  ];
  return [days > 0 ? `${days}d` : "", hours > 0 ? `${hours}h` : "", days === 0 && rest > 0 ? `${rest}m` : ""]
    .filter((part) => part !== "")
    .join(" ");
}

/** 2026-11-20 13:42 */
export function formatUtc(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace("T", " ");
}

/** The clock on the reader's wall, "14:42"; the empty text where it shows what UTC shows. */
export function formatLocal(timeMs: number, timeZone: string): string {
  const at = (zone: string): string =>
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).format(timeMs);
  const local = at(timeZone);
  return local === at("UTC") ? "" : local;
}

const BY_UNIT: Readonly<Record<EvidenceUnit, (value: number) => string>> = {
  ratio: formatRatio,
  ms: formatMs,
  requests: formatCount,
  count: formatCount,
  "requests/min": (value) => `${formatCount(value)}/min`,
};

export function formatEvidence(value: number | null, unit: EvidenceUnit): string {
  return value === null ? UNKNOWN : spaced(BY_UNIT[unit](value));
}

/** Between number and unit, as the findings' own sentences write it; table columns have no room for it. */
function spaced(text: string): string {
  return text.replace(/(?<=\d)(?=%|ms$|s$)/, " ");
}

/** USD to the cent, or to two significant digits below one cent; "nothing" for zero. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "nothing";
  return usd >= 0.01 ? `$${usd.toFixed(2)}` : `$${Number(usd.toPrecision(2))}`;
}

/** Confidence 0..1 in words, so that nobody has to weigh 0.93 against 0.97 at night. */
export function formatConfidence(confidence: number): string {
  // Down, so that nothing short of certain reads 100 %; the epsilon undoes 0.29 * 100 = 28.999...
  const percent = `${Math.floor(confidence * 100 + 1e-9)} %`;
  if (confidence >= 0.95) return `almost certain (${percent})`;
  if (confidence >= 0.8) return `very likely (${percent})`;
  if (confidence >= 0.6) return `likely (${percent})`;
  return confidence >= 0.4 ? `possible (${percent})` : `a hint, no more (${percent})`;
}
