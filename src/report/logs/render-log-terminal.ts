import pc from "picocolors";

import { MINUTE_MS } from "../../core/window.ts";
import type { LogReport } from "../../model/log-report.ts";
import type { RenderOptions } from "../renderers/renderer.ts";
import { escapeText } from "../text/escape.ts";
import { formatCount, formatMs, formatRatio, formatUtc } from "../text/format.ts";
import { wrapLabelled } from "../text/wrap.ts";
import { formatWhole } from "./format-whole.ts";
import { logNotes, PHASES, TOP_TITLES } from "./log-rows.ts";
import { groupBlock } from "./terminal/group-block.ts";
import { slowestBlock } from "./terminal/slowest-block.ts";
import { timeChart } from "./terminal/time-chart.ts";
import { topBlock } from "./terminal/top-block.ts";

const MOST_ANSWERS = 8;

/** The page that `gatewatch logs` prints. */
export function renderLogTerminal(
  report: LogReport,
  options: Pick<RenderOptions, "colour" | "width">,
): string {
  const paint = pc.createColors(options.colour);
  const { width } = options;
  const title = (text: string): string => paint.bold(text);
  const blocks = [
    headline(report, title),
    timeChart(report, width, paint),
    groupBlock(report, width, title),
    answers(report, title),
    ...TOP_TITLES.map(([list, name]) => topBlock(name, report.top[list], report.requests, width, title)),
    slowestBlock(report, title),
    [
      ...logNotes(report).map((note) => paint.yellow(note)),
      ...report.unparsedSamples
        .flatMap((sample) => wrapLabelled("  unread: ", escapeText(sample), width))
        .map((line) => paint.dim(line)),
    ],
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
    `${title(`${formatWhole(report.requests)} requests`)}${from === "" ? "" : `  ${from} to ${to} UTC`}`,
    `4XX ${share(total.errors4xx)}   5XX ${share(total.errors5xx)}   throttled ${share(total.throttled + total.quotaExceeded)}   ` +
      `p50 ${formatMs(total.latencyMs.p50)}   p99 ${formatMs(total.latencyMs.p99)}`,
  ];
}

/** Statuses, what the gateway itself answered, and the phases of a request that are not in the table above. */
function answers(report: LogReport, title: (text: string) => string): string[] {
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .sort(([, left], [, right]) => right - left)
      .slice(0, MOST_ANSWERS)
      .map(([name, count]) => `${escapeText(name)} ${formatCount(count)}`)
      .join("   ");
  const { total } = report;
  const phases = PHASES.filter(({ isPart, key }) => isPart && total[key].p99 !== null).map(
    ({ name, key }) => `${name} ${formatMs(total[key].p50)} / ${formatMs(total[key].p99)}`,
  );
  const lines = [`status    ${list(total.statuses)}`];
  if (Object.keys(total.responseTypes).length > 0) lines.push(`gateway   ${list(total.responseTypes)}`);
  if (phases.length > 0) lines.push(`p50/p99   ${phases.join("   ")}`);
  return report.requests === 0 ? [] : [title("ANSWERS"), ...lines];
}
