import { markup, type Markup } from "../../html/markup.ts";
import { shareBar } from "../../html/share-bar.ts";
import { sortableTable, type SortableColumn } from "../../html/sortable-table.ts";
import { formatCount, formatMs, formatRatio } from "../../text/format.ts";
import type { RouteRow, RouteTable } from "../../view/route-rows.ts";

/** Fewer routes need no field to find one. */
const FILTERED_FROM = 8;

/** Which route has which part of the traffic, the errors and the time. */
export function routeSection(table: RouteTable | null, label: string, index: number): readonly Markup[] {
  if (table === null || table.rows.length === 0) return [];
  const id = `routes-${index + 1}`;
  const number = (
    head: string,
    of: (row: RouteRow) => number | null,
    format: (value: number | null) => string,
    hint = "",
  ): SortableColumn<RouteRow> => ({
    head,
    hint,
    kind: "number",
    cell: (row) => format(of(row)),
    sortBy: of,
  });
  const columns: readonly SortableColumn<RouteRow>[] = [
    { head: "Route", kind: "name", cell: ({ route }) => route },
    number("Requests", ({ requests }) => requests, formatCount),
    {
      ...number("of all", ({ shareOfRequests }) => shareOfRequests, formatRatio, "part of all requests"),
      cell: ({ shareOfRequests }) => partCell(shareOfRequests, "good"),
    },
    number("4XX", ({ errorRatio4xx }) => errorRatio4xx, formatRatio, "part of the route's requests"),
    number("5XX", ({ errorRatio5xx }) => errorRatio5xx, formatRatio, "part of the route's requests"),
    number("of all 4XX", ({ shareOf4xx }) => shareOf4xx, formatRatio),
    {
      ...number("of all 5XX", ({ shareOf5xx }) => shareOf5xx, formatRatio),
      cell: ({ shareOf5xx }) => partCell(shareOf5xx, "server"),
    },
    number("p50", ({ p50 }) => p50, formatMs),
    number("p99", ({ p99 }) => p99, formatMs),
    {
      ...number(
        "of all time",
        ({ shareOfTime }) => shareOfTime,
        formatRatio,
        "part of all requests' latency",
      ),
      cell: ({ shareOfTime }) => partCell(shareOfTime, "integration"),
    },
  ];
  const source =
    table.source === "metrics"
      ? "From the routes' own metrics."
      : "From the access log, as far as it was read: what is a part of a part is only as good as that sample.";
  const filter =
    table.rows.length < FILTERED_FROM
      ? []
      : [
          markup`<label class="field" hidden>Routes that contain <input class="filter" type="search" data-table="${id}"></label>`,
        ];
  return [
    markup`<h4>Routes</h4>
${filter}
${sortableTable(id, `Routes of ${label}`, columns, table.rows)}
<p class="note">${source}</p>`,
  ];
}

function partCell(share: number | null, tone: string): Markup {
  return markup`${formatRatio(share)}<span class="part-bar">${shareBar(share ?? 0, share ?? 0, tone)}</span>`;
}
