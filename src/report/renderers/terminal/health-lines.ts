import type { Health, Percentiles, TargetReport } from "../../../model/report.ts";
import { escapeText } from "../../text/escape.ts";
import { formatCount, formatMs, formatRatio } from "../../text/format.ts";
import { sparkline } from "../../text/sparkline.ts";
import { displayWidth, padLeft, padTo } from "../../text/width.ts";
import { wrapText } from "../../text/wrap.ts";
import type { ReportView } from "../../view/to-view.ts";
import type { Page } from "./page.ts";

const HEALTH_WIDTH = 8;
const NARROWEST_NAME = 18;
const TREND_WIDTH = 10;
const COLUMNS = [
  ["REQS", 6],
  ["4XX", 6],
  ["5XX", 6],
  ["P50", 7],
  ["P99", 7],
] as const;
/** Everything but the name, each with the space before it. */
const OTHERS_WIDTH = HEALTH_WIDTH + 1 + 1 + TREND_WIDTH + COLUMNS.reduce((sum, [, width]) => sum + width, 0);

/** One line for each target: health, name, trend of traffic, and the golden signals. */
export function healthLines(view: ReportView, page: Page): string[] {
  if (view.report.targets.length === 0) return [];
  const room = Math.max(NARROWEST_NAME, page.width - OTHERS_WIDTH);
  const numbers = COLUMNS.map(([title, width]) => padLeft(title, width)).join("");
  const head = `${padTo("HEALTH", HEALTH_WIDTH)} ${padTo("TARGET", room)} ${padTo("TRAFFIC", TREND_WIDTH)}${numbers}`;
  return [page.paint.dim(head), ...view.report.targets.flatMap((target) => lines(target, view, room, page))];
}

function lines(target: TargetReport, view: ReportView, room: number, page: Page): string[] {
  const label = escapeText(view.labels.get(target.id) ?? target.id);
  const health = paintHealth(target.health, page);
  // A WebSocket API has no latency of its own: what its integration takes is all there is.
  const latency: Percentiles | null = target.latencyMs ?? target.integrationLatencyMs;
  const numbers = [
    formatCount(target.requests),
    formatRatio(target.errorRatio4xx),
    formatRatio(target.errorRatio5xx),
    formatMs(latency?.p50 ?? null),
    formatMs(latency?.p99 ?? null),
  ].map((text, index) => padLeft(text, COLUMNS[index]?.[1] ?? 0));
  const trend = sparkline(view.trends.get(target.id)?.requestsPerMinute ?? []);
  const signals = ` ${padTo(trend, TREND_WIDTH)}${numbers.join("")}`;
  if (displayWidth(label) <= room) return [`${health} ${padTo(label, room)}${signals}`];
  // Two long names that differ in the middle must not look alike, so a name is never cut.
  const indent = " ".repeat(HEALTH_WIDTH + 1);
  const [first = "", ...rest] = wrapText(label, page.width - indent.length);
  return [
    `${health} ${first}`,
    ...rest.map((line) => indent + line),
    `${indent}${" ".repeat(room)}${signals}`,
  ];
}

function paintHealth(health: Health, page: Page): string {
  const { paint } = page;
  const colours = { critical: paint.red, degraded: paint.yellow, healthy: paint.green, unknown: paint.dim };
  return colours[health](padTo(health, HEALTH_WIDTH));
}
