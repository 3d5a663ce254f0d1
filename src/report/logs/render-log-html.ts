import { MINUTE_MS } from "../../core/window.ts";
import type { LogReport } from "../../model/log-report.ts";
import { htmlPage } from "../html/html-page.ts";
import { markup, type Markup } from "../html/markup.ts";
import { formatMs, formatRatio, formatUtc } from "../text/format.ts";
import { formatWhole } from "./format-whole.ts";
import { answerTables } from "./html/answer-tables.ts";
import { groupTable } from "./html/group-table.ts";
import { latencyCharts } from "./html/latency-charts.ts";
import { slowestTable } from "./html/slowest-table.ts";
import { statusCharts } from "./html/status-charts.ts";
import { topTables } from "./html/top-tables.ts";
import { logNotes } from "./log-rows.ts";

/** A page in one file: no script, nothing loaded from anywhere. */
export function renderLogHtml(report: LogReport): string {
  return htmlPage("Access logs", [
    header(report),
    cards(report),
    ...statusCharts(report),
    ...latencyCharts(report),
    ...groupTable(report),
    markup`<div class="two">
${[...topTables(report), ...answerTables(report)]}
</div>`,
    ...slowestTable(report),
    ...reading(report),
    markup`<footer>Made by gatewatch logs. Percentiles are within 0.4 % and are never averaged or subtracted; what is missing was not logged.</footer>`,
  ]);
}

function header({ minutes, requests }: LogReport): Markup {
  const [first, last] = [minutes[0], minutes.at(-1)];
  const span =
    first === undefined || last === undefined
      ? "no times were logged"
      : `${formatUtc(Date.parse(first.start))} to ${formatUtc(Date.parse(last.start) + MINUTE_MS)} UTC`;
  return markup`<header>
<h1>Access logs</h1>
<p class="soft">${span} · ${formatWhole(requests)} requests</p>
</header>`;
}

function cards({ total, requests }: LogReport): Markup {
  const share = (count: number): string => formatRatio(requests === 0 ? null : count / requests);
  const values = [
    [formatWhole(requests), "requests"],
    [share(total.errors4xx), "4XX"],
    [share(total.errors5xx), "5XX"],
    [share(total.throttled + total.quotaExceeded), "throttled"],
    [formatMs(total.latencyMs.p50), "latency p50"],
    [formatMs(total.latencyMs.p99), "latency p99"],
    [formatMs(total.integrationLatencyMs.p99), "integration p99"],
    [formatMs(total.overheadMs.p99), "gateway p99"],
  ] as const;
  return markup`<div class="cards">
${values.map(([value, name]) => markup`<div class="card"><b>${value}</b><span>${name}</span></div>`)}
</div>`;
}

/** What was read, and what not. */
function reading(report: LogReport): Markup[] {
  const said = [
    ...report.formats.map((format) => markup`<li>Read as ${format}.</li>`),
    ...logNotes(report).map((note) => markup`<li>${note}</li>`),
    ...report.unparsedSamples.map((sample) => markup`<li>Not read: <code>${sample}</code></li>`),
  ];
  return [
    markup`<section>
<h2>What was read, and what not</h2>
<ul>
${said}
</ul>
</section>`,
  ];
}
