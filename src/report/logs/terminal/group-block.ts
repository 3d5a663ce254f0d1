import type { LogGroup, LogReport } from "../../../model/log-report.ts";
import { formatCount, formatMs, formatRatio } from "../../text/format.ts";
import { padLeft } from "../../text/width.ts";
import { formatWhole } from "../format-whole.ts";
import { groupName } from "../log-rows.ts";
import { textTable, tableWidths } from "../../text/text-table.ts";

const MOST_GROUPS = 20;
/** Columns from which each latency gets two percentiles. */
const WIDE = 108;

interface Cell {
  readonly head: string;
  /** What this and the columns behind it have in common. */
  readonly group?: string;
  readonly of: (group: LogGroup) => string;
}

/** The groups (routes, unless asked otherwise) with their errors and how their latency splits. */
export function groupBlock(report: LogReport, width: number, title: (text: string) => string): string[] {
  const names = Object.keys(report.groups[0]?.key ?? {});
  if (names.length === 0) return [];
  const shown = report.groups.slice(0, MOST_GROUPS);
  const cells = cellsFor(report, width >= WIDE);
  const head = [names.join("  ").toUpperCase(), ...cells.map((cell) => cell.head)];
  const rows = shown.map((group) => [groupName(group.key), ...cells.map((cell) => cell.of(group))]);
  const [headLine = "", ...lines] = textTable(head, rows, width);
  const more = report.groups.length - shown.length;
  return [
    ...groupHeads(cells, tableWidths(head, rows, width)).map(title),
    title(headLine),
    ...lines,
    ...(more > 0 ? [`and ${formatWhole(more)} more; --format json, csv or html has them`] : []),
  ];
}

function cellsFor({ total }: LogReport, isWide: boolean): readonly Cell[] {
  const isThrottled = total.throttled + total.quotaExceeded > 0;
  const share =
    (pick: (group: LogGroup) => number) =>
    (group: LogGroup): string =>
      formatRatio(pick(group) / group.requests);
  const counts: Cell[] = [
    { head: "REQS", of: ({ requests }) => formatCount(requests) },
    { head: "4XX", of: share(({ errors4xx }) => errors4xx) },
    { head: "5XX", of: share(({ errors5xx }) => errors5xx) },
    ...(isThrottled
      ? [
          {
            head: isWide ? "THROTTLED" : "THR",
            of: share(({ throttled, quotaExceeded }) => throttled + quotaExceeded),
          },
        ]
      : []),
  ];
  const latency: Cell[] = [
    { head: "P50", group: "TOTAL", of: ({ latencyMs }) => formatMs(latencyMs.p50) },
    { head: "P99", of: ({ latencyMs }) => formatMs(latencyMs.p99) },
    {
      head: "P50",
      group: "INTEGRATION",
      of: ({ integrationLatencyMs }) => formatMs(integrationLatencyMs.p50),
    },
    { head: "P99", of: ({ integrationLatencyMs }) => formatMs(integrationLatencyMs.p99) },
    { head: "P50", group: "GATEWAY", of: ({ overheadMs }) => formatMs(overheadMs.p50) },
    { head: "P99", of: ({ overheadMs }) => formatMs(overheadMs.p99) },
  ];
  if (isWide) return [...counts, ...latency];
  return [
    ...counts,
    { head: "P50", of: ({ latencyMs }) => formatMs(latencyMs.p50) },
    { head: "P99", of: ({ latencyMs }) => formatMs(latencyMs.p99) },
    { head: "INT P99", of: ({ integrationLatencyMs }) => formatMs(integrationLatencyMs.p99) },
    { head: "GW P99", of: ({ overheadMs }) => formatMs(overheadMs.p99) },
  ];
}

/** A line of what columns have in common, each ending where its second column ends. */
function groupHeads(cells: readonly Cell[], widths: readonly number[]): string[] {
  if (cells.every(({ group }) => group === undefined)) return [];
  let line = "";
  let end = widths[0] ?? 0;
  for (const [at, { group }] of cells.entries()) {
    end += (widths[at + 1] ?? 0) + 2;
    if (group === undefined) continue;
    const last = end + (widths[at + 2] ?? 0) + 2;
    line += padLeft(group, last - line.length);
  }
  return [line];
}
