import type { LogGroup, LogReport } from "../../../model/log-report.ts";
import { dataTable, type Column } from "../../html/data-table.ts";
import type { Markup } from "../../html/markup.ts";
import { shareBar } from "../../html/share-bar.ts";
import { formatCount, formatMs } from "../../text/format.ts";
import { formatWhole } from "../format-whole.ts";
import { shareCell, type ShareTone } from "./share-cell.ts";
import { groupName } from "../log-rows.ts";

const MOST_ROWS = 100;
const PERCENTILES = ["p50", "p90", "p99"] as const;

const LATENCIES = [
  ["latency", "latencyMs", "from the request to the last byte of its answer"],
  ["integration", "integrationLatencyMs", "what stands behind the gateway"],
  ["gateway", "overheadMs", "latency less the integration's, request by request"],
] as const;

/** The groups (routes, unless asked otherwise) with their errors and how their latency splits. */
export function groupTable(report: LogReport): readonly Markup[] {
  const names = Object.keys(report.groups[0]?.key ?? {});
  if (names.length === 0) return [];
  const shown = report.groups.slice(0, MOST_ROWS);
  const slowest = shown.reduce((most, { latencyMs }) => Math.max(most, latencyMs.p99 ?? 0), 0);
  const most = shown.reduce((top, { requests }) => Math.max(top, requests), 0);
  const share =
    (pick: (group: LogGroup) => number, tone: ShareTone) =>
    (group: LogGroup): Markup =>
      shareCell(pick(group) / group.requests, tone);
  const throttledColumn: Column<LogGroup> = {
    head: "throttled",
    kind: "number",
    hint: "throttled or over quota",
    cell: share(({ throttled, quotaExceeded }) => throttled + quotaExceeded, "warn"),
  };
  const columns: readonly Column<LogGroup>[] = [
    { head: names.join(", "), kind: "name", cell: ({ key }) => groupName(key) },
    { head: "requests", kind: "number", cell: ({ requests }) => formatCount(requests) },
    { head: "", kind: "bar", cell: ({ requests }) => shareBar(requests / most, 0, "good") },
    { head: "4XX", kind: "number", cell: share(({ errors4xx }) => errors4xx, "warn") },
    { head: "5XX", kind: "number", cell: share(({ errors5xx }) => errors5xx, "bad") },
    ...(report.total.throttled + report.total.quotaExceeded === 0 ? [] : [throttledColumn]),
    ...LATENCIES.flatMap(([group, key, hint]) =>
      PERCENTILES.map((percentile): Column<LogGroup> => ({
        head: percentile,
        group,
        hint,
        kind: "number",
        cell: (row) => formatMs(row[key][percentile]),
      })),
    ),
    {
      head: "integration in p99",
      kind: "bar",
      cell: ({ latencyMs, integrationLatencyMs }) =>
        shareBar(ratioOf(latencyMs.p99, slowest), ratioOf(integrationLatencyMs.p99, slowest), "total"),
    },
  ];
  const hidden = report.groups.length - shown.length;
  const note = hidden > 0 ? `And ${formatWhole(hidden)} more; --format json or csv has all of them.` : "";
  return dataTable(title(names), columns, shown, note);
}

function title(names: readonly string[]): string {
  return names.length === 1 && names[0] === "route" ? "Routes" : `By ${names.join(", ")}`;
}

function ratioOf(value: number | null, most: number): number {
  return value === null || most === 0 ? 0 : value / most;
}
