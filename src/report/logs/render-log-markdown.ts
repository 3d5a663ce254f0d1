import type { LogReport } from "../../model/log-report.ts";
import { GROUP_HEAD, groupCells, groupName, logNotes } from "./log-rows.ts";

/** For a ticket or a pull request. */
export function renderLogMarkdown(report: LogReport): string {
  const names = Object.keys(report.groups[0]?.key ?? {}).join(", ");
  const head = [names === "" ? "group" : names, ...GROUP_HEAD.map((text) => text.toLowerCase())];
  const rows = report.groups.map((group) => [groupName(group.key), ...groupCells(group)]);
  const top = report.top.messages.map(({ text, requests }) => [text, String(requests)]);
  return [
    `**${report.requests} requests**, ${report.total.errors4xx} 4XX, ${report.total.errors5xx} 5XX, ${report.unparsed} unread lines`,
    "",
    ...table(head, rows),
    ...(top.length === 0 ? [] : ["", ...table(["error", "requests"], top)]),
    ...logNotes(report).flatMap((note) => ["", cell(note)]),
    "",
  ].join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `| --- |${" ---: |".repeat(head.length - 1)}`, ...rows.map(line)];
}

/** Text that Markdown would take for its own, or a browser for HTML. */
function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~#!]/g, "\\$&").replace(/[\r\n]+/g, " ");
}
