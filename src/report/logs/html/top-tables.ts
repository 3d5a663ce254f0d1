import type { LogReport, LogTopEntry } from "../../../model/log-report.ts";
import { dataTable, type Column } from "../../html/data-table.ts";
import type { Markup } from "../../html/markup.ts";
import { shareBar } from "../../html/share-bar.ts";
import { formatRatio } from "../../text/format.ts";
import { formatWhole } from "../format-whole.ts";
import { TOP_TITLES } from "../log-rows.ts";
import { shareCell, type ShareTone } from "./share-cell.ts";

/** Error messages, clients, API keys and user agents. */
export function topTables(report: LogReport): readonly Markup[] {
  return TOP_TITLES.flatMap(([list, title, what]) =>
    topTable(title, what, report.top[list], report.requests),
  );
}

function topTable(
  title: string,
  what: string,
  entries: readonly LogTopEntry[],
  requests: number,
): readonly Markup[] {
  const share =
    (pick: (entry: LogTopEntry) => number, tone: ShareTone) =>
    (entry: LogTopEntry): Markup =>
      shareCell(pick(entry) / entry.requests, tone);
  const columns: readonly Column<LogTopEntry>[] = [
    { head: what, kind: "text", cell: ({ text }) => text },
    {
      head: "requests",
      kind: "number",
      cell: (entry) => `${entry.error > 0 ? "up to " : ""}${formatWhole(entry.requests)}`,
    },
    { head: "share", kind: "number", cell: (entry) => formatRatio(entry.requests / requests) },
    { head: "", kind: "bar", cell: (entry) => shareBar(entry.requests / requests, 0, "good") },
    { head: "4XX", kind: "number", cell: share(({ errors4xx }) => errors4xx, "warn") },
    { head: "5XX", kind: "number", cell: share(({ errors5xx }) => errors5xx, "bad") },
    ...(entries.every(({ throttled }) => throttled === 0)
      ? []
      : [{ head: "throttled", kind: "number" as const, cell: share(({ throttled }) => throttled, "warn") }]),
  ];
  return dataTable(title, columns, entries);
}
