import pc from "picocolors";

import { MINUTE_MS } from "../../core/window.ts";
import type { LogReport, LogTopEntry } from "../../model/log-report.ts";
import type { RenderOptions } from "../renderers/renderer.ts";
import { escapeText } from "../text/escape.ts";
import { formatCount, formatMs, formatRatio, formatUtc, UNKNOWN } from "../text/format.ts";
import { sparkline } from "../text/sparkline.ts";
import { logNotes, GROUP_HEAD, groupCells, groupName } from "./log-rows.ts";
import { logTable } from "./log-table.ts";

const MOST_GROUPS = 20;
const MOST_TOP = 5;

/** The page that `gatewatch logs` prints. */
export function renderLogTerminal(
  report: LogReport,
  options: Pick<RenderOptions, "colour" | "width">,
): string {
  const paint = pc.createColors(options.colour);
  const title = (text: string): string => paint.bold(text);
  const blocks = [
    headline(report, title),
    chart(report, options.width),
    groups(report, options.width, title),
    answers(report, title),
    topBlock("Errors, by message", report.top.messages, report, title, options.width),
    topBlock("Clients", report.top.clients, report, title, options.width),
    topBlock("API keys", report.top.apiKeys, report, title, options.width),
    topBlock("User agents", report.top.userAgents, report, title, options.width),
    slowest(report, title),
    logNotes(report).map((note) => paint.yellow(note)),
    report.unparsedSamples.map((sample) =>
      paint.dim(`  unread: ${escapeText(sample).slice(0, options.width - 10)}`),
    ),
    report.formats.map((format) => paint.dim(`Read as ${escapeText(format)}.`)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function headline(report: LogReport, title: (text: string) => string): string[] {
  const [first, last] = [report.minutes[0], report.minutes.at(-1)];
  const from = first === undefined ? "" : formatUtc(Date.parse(first.start));
  const to = last === undefined ? "" : formatUtc(Date.parse(last.start) + MINUTE_MS);
  const share = (count: number): string =>
    formatRatio(report.requests === 0 ? null : count / report.requests);
  const { total } = report;
  return [
    `${title(`${report.requests.toLocaleString("en-US")} requests`)}${from === "" ? "" : `  ${from} to ${to} UTC`}`,
    `4XX ${share(total.errors4xx)}   5XX ${share(total.errors5xx)}   throttled ${share(total.throttled + total.quotaExceeded)}   ` +
      `p50 ${formatMs(total.latencyMs.p50)}   p99 ${formatMs(total.latencyMs.p99)}`,
  ];
}

/** Requests and errors over time, a character a stretch of minutes. */
function chart(report: LogReport, width: number): string[] {
  const [first, last] = [report.minutes[0], report.minutes.at(-1)];
  if (first === undefined || last === undefined) return [];
  const startMs = Date.parse(first.start);
  const minutes = (Date.parse(last.start) - startMs) / MINUTE_MS + 1;
  const columns = Math.max(1, Math.min(60, width - 20, minutes));
  const stretch = Math.ceil(minutes / columns);
  const rows = [
    ["requests", "requests"],
    ["4XX", "errors4xx"],
    ["5XX", "errors5xx"],
  ] as const;
  return rows.map(([label, column]) => {
    const sums: (number | null)[] = Array.from({ length: Math.ceil(minutes / stretch) }, () => null);
    for (const minute of report.minutes) {
      const at = Math.floor((Date.parse(minute.start) - startMs) / MINUTE_MS / stretch);
      sums[at] = (sums[at] ?? 0) + minute[column];
    }
    const most = Math.max(...sums.map((sum) => sum ?? 0));
    return `${label.padEnd(8)}  ${sparkline(sums)}  most ${formatCount(most)} in ${stretch} min`;
  });
}

function groups(report: LogReport, width: number, title: (text: string) => string): string[] {
  const names = Object.keys(report.groups[0]?.key ?? {});
  if (names.length === 0) return [];
  const shown = report.groups.slice(0, MOST_GROUPS);
  const rows = shown.map((group) => [groupName(group.key), ...groupCells(group)]);
  const [head = "", ...lines] = logTable([names.join("  ").toUpperCase(), ...GROUP_HEAD], rows, width);
  const more = report.groups.length - shown.length;
  return [
    title(head),
    ...lines,
    ...(more > 0 ? [`and ${more.toLocaleString("en-US")} more; --format json has all`] : []),
  ];
}

function answers(report: LogReport, title: (text: string) => string): string[] {
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .slice(0, 8)
      .map(([name, count]) => `${escapeText(name)} ${formatCount(count)}`)
      .join("   ");
  const { statuses, responseTypes } = report.total;
  const lines = [`status    ${list(statuses)}`];
  if (Object.keys(responseTypes).length > 0) lines.push(`gateway   ${list(responseTypes)}`);
  return report.requests === 0 ? [] : [title("Answers"), ...lines];
}

function topBlock(
  name: string,
  entries: readonly LogTopEntry[],
  report: LogReport,
  title: (text: string) => string,
  width: number,
): string[] {
  if (entries.length === 0) return [];
  const rows = entries.slice(0, MOST_TOP).map((entry) => {
    const share = (count: number): string =>
      formatRatio(entry.requests === 0 ? null : count / entry.requests);
    const about = entry.error > 0 ? "~" : "";
    return [
      escapeText(entry.text),
      `${about}${formatCount(entry.requests)}`,
      formatRatio(entry.requests / report.requests),
      share(entry.errors4xx),
      share(entry.errors5xx),
      share(entry.throttled),
    ];
  });
  const [head = "", ...lines] = logTable(
    [name.toUpperCase(), "REQS", "SHARE", "4XX", "5XX", "THROTTLED"],
    rows,
    width,
  );
  return [title(head), ...lines];
}

function slowest(report: LogReport, title: (text: string) => string): string[] {
  if (report.slowest.length === 0) return [];
  return [
    title("SLOWEST"),
    ...report.slowest
      .slice(0, MOST_TOP)
      .map((request) =>
        [
          formatMs(request.latencyMs).padStart(7),
          request.time?.slice(0, 19) ?? UNKNOWN,
          request.status ?? UNKNOWN,
          groupName(request.key),
          escapeText(request.requestId ?? UNKNOWN),
          ...(request.integrationRequestId === null
            ? []
            : [`integration ${escapeText(request.integrationRequestId)}`]),
        ].join("  "),
      ),
  ];
}
