import { toTraceReport } from "../../analyzers/traces/to-trace-report.ts";
import type { OnProgress } from "../../collectors/account-reader.ts";
import { ToolError } from "../../core/errors.ts";
import { floorTo, MINUTE_MS } from "../../core/window.ts";
import type { Config } from "../../model/config.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import type { TraceReport } from "../../model/trace-report.ts";
import { escapeText } from "../../report/text/escape.ts";
import { targetLabels } from "../../report/view/target-labels.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { oneOf } from "../one-of.ts";
import { createProgress } from "../progress.ts";
import { AWS_FLAGS, refuseTogether, refuseWithout } from "../source/refuse-together.ts";
import { toAsked, type Asked } from "../source/selection.ts";
import { traceSpansAsked, type AskedSpans } from "../traces/trace-spans-asked.ts";
import { wantsColour } from "../wants-colour.ts";
import { wholeNumber } from "../whole-number.ts";
import { checkOutput, writeOutput } from "../write-output.ts";
import type { TracesOptions } from "./traces.ts";

const FORMATS = ["terminal", "json", "markdown", "csv"] as const;
const MOST_TRACES = 5_000;
const MOST_DETAILS = 8;

/** `gatewatch traces`: a sample of traces, taken apart and rendered. */
export async function runTraces(options: TracesOptions, context: CliContext): Promise<void> {
  const format = oneOf("--format", options.format, FORMATS);
  checkSource(options);
  const mostTraces = wholeNumber("--max-traces", options.maxTraces, 1, MOST_TRACES);
  if (options.out !== undefined) await checkOutput(options.out, context.cwd);
  const { config } = await loadConfig(options.config, context.cwd);
  // The window of a report is another one: what is set for it in the configuration is not meant.
  const asked = { ...toAsked(options, config), since: options.since };

  const progress = await createProgress(context.stderr, options.quiet === true);
  const { snapshot, spans } = await obtain(
    options,
    config,
    asked,
    mostTraces,
    context,
    progress.onProgress,
  ).finally(() => progress.stop());
  refuseNoTraces(snapshot);
  const report = toTraceReport(snapshot, {
    window: spans.window,
    compared: spans.compared,
    waterfallOf: options.trace,
  });
  refuseNoTrace(report, options.trace);
  const text = await render(report, format, options, context);
  if (options.out === undefined) {
    context.stdout.write(text);
    return;
  }
  await writeOutput(options.out, context.cwd, text);
  if (options.quiet !== true) context.stderr.write(`wrote ${escapeText(options.out)}\n`);
}

function checkSource(options: TracesOptions): void {
  if (options.demo === true) {
    const others = [["from", "--from"], ...AWS_FLAGS] as const;
    refuseTogether("--demo", options, others, "the demo account lives in this process");
  } else refuseWithout("--demo", options, [["seed", "--seed"]]);
  if (options.from !== undefined) {
    refuseTogether("--from", options, AWS_FLAGS, "nothing is asked of AWS, the data are there already");
  }
}

interface Obtained {
  readonly snapshot: Snapshot;
  readonly spans: AskedSpans;
}

async function obtain(
  options: TracesOptions,
  config: Config,
  asked: Asked,
  mostTraces: number,
  context: CliContext,
  onProgress: OnProgress,
): Promise<Obtained> {
  if (options.from !== undefined) {
    const { recordedTraces } = await import("../traces/recorded-traces.ts");
    return recordedTraces(options.from, options, context.cwd, asked);
  }
  const wanted = { mostTraces, withExtremes: true };
  if (options.demo === true) {
    const { demoTracesSnapshot } = await import("../traces/demo-traces-snapshot.ts");
    return demoTracesSnapshot(options, asked, wanted, onProgress);
  }
  const { awsTracesSnapshot } = await import("../traces/aws-traces-snapshot.ts");
  const spans = traceSpansAsked(options, floorTo(context.now(), MINUTE_MS));
  return awsTracesSnapshot(options, config, asked, spans, wanted, context, onProgress);
}

/** A page without a trace says nothing: what stood in the way does. */
function refuseNoTraces({ targets, traces = [], blindSpots }: Snapshot): void {
  if (traces.some((slice) => slice.traces.length > 0)) return;
  const labels = targetLabels(targets);
  const reasons = targets.flatMap((target) => whyNone(target, labels.get(target.id) ?? target.id));
  const hints = [...blindSpots.map(({ hint }) => hint), ...reasons];
  throw new ToolError("E_NOTHING_READABLE", "no traces were found", {
    details: [...new Set(hints)].slice(0, MOST_DETAILS),
    hint: "Look further back with --since, and see which stages and functions are traced.",
  });
}

function whyNone({ kind, configuration }: Target, name: string): string[] {
  if (kind !== "rest")
    return [`${name}: X-Ray does not trace it, and no trace of its functions is known to be its own.`];
  return configuration?.tracing === false ? [`${name}: X-Ray tracing is off for this stage.`] : [];
}

function refuseNoTrace({ targets }: TraceReport, id: string | undefined): void {
  if (id === undefined || targets.some(({ waterfall }) => waterfall !== null)) return;
  throw new ToolError("E_USAGE", `the trace ${id} is not among those that were read`, {
    hint: "Ask for the time around it with --since and --until, and for more traces with --max-traces.",
  });
}

async function render(
  report: TraceReport,
  format: (typeof FORMATS)[number],
  options: TracesOptions,
  context: CliContext,
): Promise<string> {
  if (format === "json") return (await import("../../report/text/json-text.ts")).jsonText(report);
  if (format === "csv") {
    return (await import("../../report/traces/render-traces-csv.ts")).renderTracesCsv(report);
  }
  if (format === "markdown") {
    return (await import("../../report/traces/render-traces-markdown.ts")).renderTracesMarkdown(report);
  }
  const { renderTracesTerminal } = await import("../../report/traces/render-traces-terminal.ts");
  const isFile = options.out !== undefined;
  return renderTracesTerminal(report, {
    colour: !isFile && wantsColour(options, context),
    width: isFile ? 80 : Math.min(context.stdout.columns ?? 80, 120),
  });
}
