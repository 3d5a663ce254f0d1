import type { TargetTraces, TraceComparison, TracedRequest, TraceReport } from "../../model/trace-report.ts";
import { escapeText } from "../text/escape.ts";
import { formatConfidence, formatMs, formatRatio } from "../text/format.ts";
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

/** For a ticket or a post-mortem. */
export function renderTracesMarkdown(report: TraceReport): string {
  const { start, end } = report.window;
  const nameOf = targetNames(report);
  return [
    `**Traces** from ${start} to ${end}`,
    ...report.comparisons.flatMap(({ target, beforeWindow, afterWindow, comparison }) => [
      "",
      `## ${cell(nameOf(target))}: before and after`,
      "",
      `${beforeWindow.start} to ${beforeWindow.end} against ${afterWindow.start} to ${afterWindow.end}`,
      "",
      ...(comparison === null
        ? ["Too few traces in one of them to compare."]
        : comparisonTable(comparison, SPANS)),
    ]),
    ...report.targets.flatMap((target) => targetSection(target, nameOf(target.target))),
    ...(report.blindSpots.length === 0 ? [] : ["", "## Not seen", ""]),
    ...report.blindSpots.map(
      ({ target, hint }) => `- ${cell(target === null ? hint : `${nameOf(target)}: ${hint}`)}`,
    ),
    "",
  ].join("\n");
}

function targetSection(target: TargetTraces, name: string): string[] {
  const { durationMs: total } = target;
  return [
    "",
    `## ${cell(name)}`,
    "",
    total === null
      ? "No request in the sample."
      : `${target.requests} requests: p50 ${formatMs(total.p50)}, p90 ${formatMs(total.p90)}, p99 ${formatMs(total.p99)}, ${target.faults} faults, ${target.errors} errors.`,
    "",
    ...table(
      ["waited for", "mean", "share", "p50", "p90", "p99"],
      target.phases.map(({ phase, waitedMs, share }) => [
        PHASE_NAMES[phase],
        formatMs(waitedMs.mean),
        formatRatio(share),
        formatMs(waitedMs.p50),
        formatMs(waitedMs.p90),
        formatMs(waitedMs.p99),
      ]),
    ),
    "",
    ...table(
      ["step", "calls", "mean", "share", "p99", "faults"],
      target.steps.map((step) => [
        step.label,
        step.callsPerRequest.toFixed(2),
        formatMs(step.waitedMs.mean),
        formatRatio(step.share),
        formatMs(step.waitedMs.p99),
        formatRatio(step.faultRatio),
      ]),
    ),
    ...(target.slowAgainstFast === null
      ? []
      : ["", "### Slow against fast", "", ...comparisonTable(target.slowAgainstFast, SPEEDS)]),
    ...(target.baseAgainstCanary === null
      ? []
      : ["", "### Canary against base", "", ...comparisonTable(target.baseAgainstCanary, CANARY)]),
    ...target.patterns.flatMap((pattern) => ["", cell(patternSentence(pattern, target.requests))]),
    ...requestTable("Slowest", target.slowest),
    ...requestTable("Faulty", target.faulty),
    ...traceNotes(target).flatMap((note) => ["", cell(note)]),
  ];
}

function comparisonTable(comparison: TraceComparison, names: SideNames): string[] {
  const { steps, before, after, addedMs } = comparison;
  return [
    `Mean ${names.before} ${formatMs(before.durationMs.mean)} of ${before.requests}, ${names.after} ${formatMs(after.durationMs.mean)} of ${after.requests}, ${addedMs < 0 ? "less" : "more"} by ${formatMs(Math.abs(addedMs))}.`,
    "",
    ...table(
      ["step", names.before, names.after, "added", "share", "the most"],
      steps.map((step) => [
        step.label,
        formatMs(step.beforeMs),
        formatMs(step.afterMs),
        formatMs(step.addedMs),
        formatRatio(step.share),
        step.confidence >= 0.4 ? formatConfidence(step.confidence) : "",
      ]),
    ),
    ...coldStartWords(comparison, names).flatMap((words) => ["", words]),
  ];
}

function requestTable(title: string, requests: readonly TracedRequest[]): string[] {
  if (requests.length === 0) return [];
  const rows = requests.map((one) => [
    one.traceId,
    one.time,
    requestName(one),
    formatMs(one.durationMs),
    `${formatMs(one.mainStepMs)} in ${one.mainStep}`,
    one.cause ?? "",
  ]);
  return ["", `### ${title}`, "", ...table(["trace", "time", "request", "took", "mostly", "cause"], rows)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), `| --- |${" ---: |".repeat(head.length - 1)}`, ...rows.map(line)];
}

/** Text that Markdown would take for its own, or a browser for HTML. */
function cell(text: string): string {
  return escapeText(text).replace(/[\\`*_{}[\]<>|~#!]/g, "\\$&");
}
