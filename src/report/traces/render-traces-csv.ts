import type { TraceReport } from "../../model/trace-report.ts";
import { escapeText } from "../text/escape.ts";

const HEAD = [
  "target",
  "phase",
  "step",
  "service",
  "operation",
  "resource",
  "behind",
  "callsPerRequest",
  "faultRatio",
  "waitedMs.mean",
  "waitedMs.p50",
  "waitedMs.p90",
  "waitedMs.p99",
  "share",
] as const;

/** One row a step, as RFC 4180 has it. */
export function renderTracesCsv({ targets }: TraceReport): string {
  const rows = targets.flatMap(({ target, steps }) =>
    steps.map((step) => [
      target,
      step.phase,
      step.label,
      step.service ?? "",
      step.operation ?? "",
      step.resource ?? "",
      step.behind ?? "",
      step.callsPerRequest,
      step.faultRatio,
      step.waitedMs.mean,
      step.waitedMs.p50,
      step.waitedMs.p90,
      step.waitedMs.p99,
      step.share,
    ]),
  );
  return [HEAD, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Harmless on a terminal; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = escapeText(value);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
