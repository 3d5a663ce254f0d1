import type { LogReport } from "../../../model/log-report.ts";
import { dataTable, type Column } from "../../html/data-table.ts";
import type { Markup } from "../../html/markup.ts";
import { formatMs, UNKNOWN } from "../../text/format.ts";
import { groupName } from "../log-rows.ts";

type Slow = LogReport["slowest"][number];

/** The slowest requests with the ids to look them up by. */
export function slowestTable(report: LogReport): readonly Markup[] {
  const columns: readonly Column<Slow>[] = [
    { head: "latency", kind: "number", cell: ({ latencyMs }) => formatMs(latencyMs) },
    { head: "time (UTC)", kind: "text", cell: ({ time }) => time?.slice(0, 19).replace("T", " ") ?? UNKNOWN },
    { head: "status", kind: "number", cell: ({ status }) => String(status ?? UNKNOWN) },
    {
      head: Object.keys(report.slowest[0]?.key ?? {}).join(", "),
      kind: "text",
      cell: ({ key }) => groupName(key),
    },
    { head: "request id", kind: "text", cell: ({ requestId }) => requestId ?? UNKNOWN },
    {
      head: "integration's",
      kind: "text",
      cell: ({ integrationRequestId }) => integrationRequestId ?? UNKNOWN,
    },
  ];
  return dataTable("Slowest requests", columns, report.slowest);
}
