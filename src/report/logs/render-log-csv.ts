import type { LogReport } from "../../model/log-report.ts";
import { escapeText } from "../text/escape.ts";

const PERCENTILES = ["p50", "p90", "p99"] as const;

/** One row a group, as RFC 4180 has it. */
export function renderLogCsv(report: LogReport): string {
  const names = Object.keys(report.groups[0]?.key ?? {});
  const head = [
    ...names,
    "requests",
    "errors4xx",
    "errors5xx",
    "throttled",
    "quotaExceeded",
    "gatewayErrors",
    "bytes",
    ...["latencyMs", "integrationLatencyMs", "overheadMs"].flatMap((name) =>
      PERCENTILES.map((p) => `${name}.${p}`),
    ),
  ];
  const rows = report.groups.map((group) => [
    ...names.map((name) => group.key[name] ?? ""),
    group.requests,
    group.errors4xx,
    group.errors5xx,
    group.throttled,
    group.quotaExceeded,
    group.gatewayErrors,
    group.bytes ?? "",
    ...[group.latencyMs, group.integrationLatencyMs, group.overheadMs].flatMap((latency) =>
      PERCENTILES.map((p) => latency[p] ?? ""),
    ),
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it, and what would steer a terminal or hide
 * text is spelled out: logs hold what strangers sent.
 */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const shown = escapeText(value);
  const safe = /^[=+\-@]/.test(shown) ? `'${shown}` : shown;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
