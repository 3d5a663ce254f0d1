import type { createColors } from "picocolors";

import type { LogReport } from "../../../model/log-report.ts";
import { formatCount, formatMs, formatUtc } from "../../text/format.ts";
import { sparkline } from "../../text/sparkline.ts";
import { padLeft } from "../../text/width.ts";
import { bucketMinutes, type MinuteBucket } from "../bucket-minutes.ts";

type Paint = ReturnType<typeof createColors>;

const LABEL = 11;
/** "  most 3.66k in 120 min" */
const NOTE = 24;
const MOST_COLUMNS = 96;

interface Row {
  readonly label: string;
  readonly of: (bucket: MinuteBucket) => number | null;
  readonly format: (value: number) => string;
  readonly paint: (text: string) => string;
  /** Left out where nothing of it happened. */
  readonly isUsual: boolean;
}

/** How requests ended over time, each row to its own height, a character a stretch of minutes. */
export function timeChart({ minutes }: LogReport, width: number, paint: Paint): string[] {
  const found = bucketMinutes(minutes, Math.min(MOST_COLUMNS, width - LABEL - NOTE));
  if (found === undefined) return [];
  const plain = (text: string): string => text;
  const rows: readonly Row[] = [
    { label: "requests", of: ({ requests }) => requests, format: formatCount, paint: plain, isUsual: true },
    { label: "4XX", of: (one) => one.errors4xx, format: formatCount, paint: paint.yellow, isUsual: true },
    {
      label: "throttled",
      of: (one) => one.throttled,
      format: formatCount,
      paint: paint.magenta,
      isUsual: false,
    },
    { label: "5XX", of: (one) => one.errors5xx, format: formatCount, paint: paint.red, isUsual: true },
    { label: "worst p99", of: (one) => one.worstP99Ms, format: formatMs, paint: paint.cyan, isUsual: false },
  ];
  const lines = rows.flatMap(({ label, of, format, paint: coloured, isUsual }) => {
    const values = found.buckets.map((bucket) => (bucket === null ? null : of(bucket)));
    const most = Math.max(0, ...values.map((value) => value ?? 0));
    if (most === 0 && !isUsual) return [];
    const each = label === "worst p99" ? "" : ` in ${found.minutesEach} min`;
    return [`${label.padEnd(LABEL)}${coloured(sparkline(values))}  most ${format(most)}${each}`];
  });
  return [...lines, paint.dim(axis(found.startMs, found.endMs, found.buckets.length))];
}

/** The first and the last time beneath the ends of the rows, where there is room for both. */
function axis(startMs: number, endMs: number, columns: number): string {
  const isOneDay = formatUtc(startMs).slice(0, 10) === formatUtc(endMs - 1).slice(0, 10);
  const label = (timeMs: number): string => formatUtc(timeMs).slice(isOneDay ? 11 : 5);
  const [from, to] = [label(startMs), label(endMs)];
  const room = columns - from.length - to.length - 1;
  const text = room < 0 ? `${from} to ${to}` : `${from}${padLeft(to, columns - from.length)}`;
  return " ".repeat(LABEL) + text;
}
