import type { LogReport } from "../../../model/log-report.ts";
import { dataTable, type Column } from "../../html/data-table.ts";
import type { Markup } from "../../html/markup.ts";
import { shareBar } from "../../html/share-bar.ts";
import { formatMs, formatRatio } from "../../text/format.ts";
import { formatWhole } from "../format-whole.ts";
import { PHASES, type Phase } from "../log-rows.ts";

const MOST_ROWS = 20;

/** Statuses, what the gateway itself answered, and where the time goes. */
export function answerTables({ total, requests }: LogReport): readonly Markup[] {
  const phases = PHASES.map((phase) => ({ phase, latency: total[phase.key] })).filter(
    ({ latency }) => latency.p50 !== null,
  );
  const columns: readonly Column<{ phase: Phase; latency: typeof total.latencyMs }>[] = [
    { head: "phase", kind: "text", cell: ({ phase }) => phase.name },
    { head: "p50", kind: "number", cell: ({ latency }) => formatMs(latency.p50) },
    { head: "p90", kind: "number", cell: ({ latency }) => formatMs(latency.p90) },
    { head: "p99", kind: "number", cell: ({ latency }) => formatMs(latency.p99) },
    {
      head: "p50 within p99",
      kind: "bar",
      cell: ({ phase, latency }) => {
        const most = total.latencyMs.p99 ?? 0;
        const share = (value: number | null): number => (most === 0 ? 0 : (value ?? 0) / most);
        return shareBar(share(latency.p99), share(latency.p50), phase.tone);
      },
    },
  ];
  return [
    ...counts("Statuses", "status", total.statuses, requests),
    ...dataTable("Where the time goes", columns, phases, "Each phase of the requests that logged it."),
    ...counts("Answered by the gateway itself", "response type", total.responseTypes, requests),
  ];
}

function counts(
  title: string,
  what: string,
  byName: Readonly<Record<string, number>>,
  requests: number,
): readonly Markup[] {
  const columns: readonly Column<readonly [string, number]>[] = [
    { head: what, kind: "text", cell: ([name]) => name },
    { head: "requests", kind: "number", cell: ([, count]) => formatWhole(count) },
    { head: "share", kind: "number", cell: ([, count]) => formatRatio(count / requests) },
    { head: "", kind: "bar", cell: ([name, count]) => shareBar(count / requests, 0, toneOf(name)) },
  ];
  const rows = Object.entries(byName).sort(([, left], [, right]) => right - left);
  return dataTable(title, columns, rows.slice(0, MOST_ROWS));
}

function toneOf(name: string): string {
  if (/^5\d\d$/.test(name)) return "server";
  if (name === "429" || name === "THROTTLED" || name === "QUOTA_EXCEEDED") return "throttled";
  return /^4\d\d$/.test(name) ? "client" : "good";
}
