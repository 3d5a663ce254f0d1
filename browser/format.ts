// As src/report/text/format.ts writes them, for what only the reader's pointer asks for.

const MINUTE_MS = 60_000;

function formatCount(value: number): string {
  const rounded = Number(value.toPrecision(3));
  for (const [size, letter] of [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const) {
    if (rounded >= size) return `${Number((rounded / size).toPrecision(3))}${letter}`;
  }
  return String(rounded);
}

function formatRatio(ratio: number): string {
  const percent = ratio * 100;
  if (percent === 0) return "0 %";
  return `${percent < 0.995 ? percent.toFixed(percent < 0.0995 ? 3 : 2) : percent.toFixed(percent < 9.95 ? 1 : 0)} %`;
}

function formatMs(valueMs: number): string {
  if (valueMs >= 9_999.5) return `${formatCount(valueMs / 1_000)} s`;
  return `${valueMs >= 9.95 ? Math.round(valueMs) : Number(valueMs.toFixed(1))} ms`;
}

export const FORMATS = {
  "requests/min": formatCount,
  ratio: formatRatio,
  ms: formatMs,
} as const;

/** "13:48 UTC", and what the reader's own clock shows where it shows something else. */
export function formatTime(timeMs: number, withDate: boolean): string {
  const iso = new Date(timeMs).toISOString();
  const utc = withDate ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(11, 16);
  const offsetMs = new Date(timeMs).getTimezoneOffset() * -MINUTE_MS;
  const local = new Date(timeMs + offsetMs).toISOString().slice(11, 16);
  return `${utc} UTC${offsetMs === 0 ? "" : ` (${local} here)`}`;
}
