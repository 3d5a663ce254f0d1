import pc from "picocolors";

import type {
  StepChange,
  TargetTraces,
  TraceComparison,
  TracedRequest,
  TraceReport,
} from "../../model/trace-report.ts";
import type { RenderOptions } from "../renderers/renderer.ts";
import { escapeText } from "../text/escape.ts";
import {
  formatConfidence,
  formatCount,
  formatMs,
  formatRatio,
  formatUsd,
  formatUtc,
} from "../text/format.ts";
import { textTable } from "../text/text-table.ts";
import { padLeft } from "../text/width.ts";
import { wrapLabelled, wrapText } from "../text/wrap.ts";
import {
  CANARY,
  coldStartWords,
  PHASE_NAMES,
  patternSentence,
  requestName,
  SPANS,
  SPEEDS,
  targetNames,
  traceNotes,
  type SideNames,
} from "./trace-words.ts";
import { waterfallLines } from "./waterfall-lines.ts";

type Paint = ReturnType<typeof pc.createColors>;
type Options = Pick<RenderOptions, "colour" | "width">;

const MOST_STEPS = 12;
const MOST_CHANGES = 6;
const MOST_REQUESTS = 5;

/** The page that `gatewatch traces` prints. */
export function renderTracesTerminal(report: TraceReport, { colour, width }: Options): string {
  const paint = pc.createColors(colour);
  const { start, end } = report.window;
  const nameOf = targetNames(report);
  const head = `${paint.bold("Traces")}  ${formatUtc(Date.parse(start))} to ${formatUtc(Date.parse(end))} UTC`;
  const blocks = [
    [head],
    ...report.comparisons.map((one) => [
      paint.bold(`${escapeText(nameOf(one.target))}  before and after`),
      `before  ${toSpan(one.beforeWindow)}`,
      `after   ${toSpan(one.afterWindow)}`,
      ...(one.comparison === null
        ? ["Too few traces in one of them to compare."]
        : comparisonLines(one.comparison, SPANS, width)),
    ]),
    ...report.targets.flatMap((target) => targetBlocks(target, nameOf(target.target), width, paint)),
    report.blindSpots.flatMap(({ target, hint }) =>
      wrapLabelled(
        `not seen  `,
        escapeText(target === null ? hint : `${nameOf(target)}: ${hint}`),
        width,
      ).map((line) => paint.yellow(line)),
    ),
    report.cost.tracesRetrieved === 0
      ? []
      : [
          paint.dim(
            `X-Ray looked at ${formatCount(report.cost.tracesRetrieved)} traces: ${formatUsd(report.cost.usd)} at list price.`,
          ),
        ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function targetBlocks(target: TargetTraces, name: string, width: number, paint: Paint): string[][] {
  const { requests, durationMs, waterfall } = target;
  const share = (count: number): string => formatRatio(requests === 0 ? null : count / requests);
  const head = [
    `${paint.bold(escapeText(name))}  ${formatCount(requests)} of ${formatCount(target.found)} traces found in ${formatRatio(target.sampledShare)} of the time`,
    ...(durationMs === null
      ? []
      : [
          `p50 ${formatMs(durationMs.p50)}   p90 ${formatMs(durationMs.p90)}   p99 ${formatMs(durationMs.p99)}   mean ${formatMs(durationMs.mean)}   faults ${share(target.faults)}   errors ${share(target.errors)}`,
        ]),
  ];
  return [
    head,
    phaseLines(target, width, paint),
    stepLines(target, width, paint),
    target.slowAgainstFast === null
      ? []
      : [
          paint.bold("SLOW AGAINST FAST") + ", the slowest tenth and the faster half of those served",
          ...comparisonLines(target.slowAgainstFast, SPEEDS, width),
        ],
    target.baseAgainstCanary === null
      ? []
      : [paint.bold("CANARY AGAINST BASE"), ...comparisonLines(target.baseAgainstCanary, CANARY, width)],
    target.patterns
      .slice(0, MOST_CHANGES)
      .flatMap((pattern) => wrapText(escapeText(patternSentence(pattern, requests)), width)),
    requestLines("SLOWEST", target.slowest, width, paint),
    requestLines("FAULTY", target.faulty, width, paint),
    waterfall === null
      ? []
      : [
          `${paint.bold("WATERFALL")}  ${escapeText(requestName(waterfall.request))}  ${escapeText(waterfall.request.traceId)}`,
          ...waterfallLines(waterfall, width),
        ],
    traceNotes(target).flatMap((note) => wrapText(note, width).map((line) => paint.yellow(line))),
  ];
}

function phaseLines({ phases }: TargetTraces, width: number, paint: Paint): string[] {
  if (phases.length === 0) return [];
  const rows = phases.map(({ phase, waitedMs, share }) => [
    PHASE_NAMES[phase],
    formatMs(waitedMs.mean),
    formatRatio(share),
    formatMs(waitedMs.p50),
    formatMs(waitedMs.p90),
    formatMs(waitedMs.p99),
  ]);
  const [head = "", ...lines] = textTable(["WAITED FOR", "MEAN", "SHARE", "P50", "P90", "P99"], rows, width);
  return [paint.bold(head), ...lines];
}

function stepLines({ steps }: TargetTraces, width: number, paint: Paint): string[] {
  if (steps.length === 0) return [];
  const rows = steps
    .slice(0, MOST_STEPS)
    .map((step) => [
      escapeText(step.label),
      step.callsPerRequest === 0 ? "" : formatCount(step.callsPerRequest),
      formatMs(step.waitedMs.mean),
      formatRatio(step.share),
      formatMs(step.waitedMs.p99),
      step.callsPerRequest === 0 ? "" : formatRatio(step.faultRatio),
    ]);
  const [head = "", ...lines] = textTable(["STEP", "CALLS", "MEAN", "SHARE", "P99", "FAULTS"], rows, width);
  const more = steps.length - rows.length;
  return [
    paint.bold(head),
    ...lines,
    ...(more > 0 ? [`and ${more} more; --format json or csv has them`] : []),
  ];
}

function comparisonLines(comparison: TraceComparison, names: SideNames, width: number): string[] {
  const { before, after, addedMs, lowMs, highMs } = comparison;
  const changed = comparison.steps.filter((step) => Math.abs(step.addedMs) >= Math.abs(addedMs) * 0.01);
  return [
    ...wrapText(
      `mean ${names.before} ${formatMs(before.durationMs.mean)} of ${before.requests}, ${names.after} ${formatMs(after.durationMs.mean)} of ${after.requests}: ${signed(addedMs)} (95 % between ${signed(lowMs)} and ${signed(highMs)})`,
      width,
    ),
    ...(changed.every(({ share }) => share === null)
      ? ["That may be chance."]
      : changed.slice(0, MOST_CHANGES).flatMap((step) => changeLines(step, width))),
    ...coldStartWords(comparison, names),
  ];
}

function changeLines(step: StepChange, width: number): string[] {
  const sure = step.confidence >= 0.4 ? `, the most: ${formatConfidence(step.confidence)}` : "";
  const label = `${padLeft(step.share === null ? "" : formatRatio(step.share), 6)} ${padLeft(signed(step.addedMs), 8)}  `;
  return wrapLabelled(label, `${escapeText(step.label)}${sure}`, width);
}

function signed(ms: number): string {
  return ms < 0 ? `-${formatMs(-ms)}` : `+${formatMs(ms)}`;
}

function requestLines(
  title: string,
  requests: readonly TracedRequest[],
  width: number,
  paint: Paint,
): string[] {
  if (requests.length === 0) return [];
  return [
    paint.bold(title),
    ...requests.slice(0, MOST_REQUESTS).flatMap((request) => {
      const head = `${padLeft(formatMs(request.durationMs), 7)}  ${request.time.slice(0, 19)}  ${escapeText(request.traceId)}`;
      const why = request.cause === null ? "" : `: ${escapeText(request.cause)}`;
      const what = `${escapeText(requestName(request))}, ${formatMs(request.mainStepMs)} in ${escapeText(request.mainStep)}${why}`;
      return [head, ...wrapLabelled("         ", what, width)];
    }),
  ];
}

function toSpan({ start, end }: { readonly start: string; readonly end: string }): string {
  return `${formatUtc(Date.parse(start))} to ${formatUtc(Date.parse(end))} UTC`;
}
