import { setTimeout } from "node:timers/promises";

import { ToolError } from "../../core/errors.ts";
import { RENDERERS } from "../../report/renderers/registry.ts";
import type { Renderer } from "../../report/renderers/renderer.ts";
import type { Report } from "../../model/report.ts";
import type { Config } from "../../model/config.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { escapeText } from "../../report/text/escape.ts";
import { jsonText } from "../../report/text/json-text.ts";
import type { ReportView } from "../../report/view/to-view.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { oneOf } from "../one-of.ts";
import { createProgress } from "../progress.ts";
import { look, type Look } from "../report/look.ts";
import { openReport } from "../report/open-report.ts";
import { watchReport } from "../report/watch-report.ts";
import { maxCostUsd } from "../source/max-cost-usd.ts";
import { refuseTogether } from "../source/refuse-together.ts";
import { flagDurationMs } from "../source/selection.ts";
import { wantsColour } from "../wants-colour.ts";
import { checkOutput, writeOutput } from "../write-output.ts";
import type { ReportOptions } from "./report.ts";

const FAIL_ON = ["warning", "critical"] as const;
/** Formats that show what alarms did. */
const WITH_ALARMS: readonly string[] = ["html", "markdown"];
const WATCH_EVERY = "60s";
/** CloudWatch has a datapoint a minute: looking more often only costs. */
const SHORTEST_WATCH_MS = 10_000;

/** `gatewatch report`: one snapshot, analyzed and rendered; or one after the other. */
export async function runReport(options: ReportOptions, context: CliContext): Promise<void> {
  if (options.schema) {
    const { reportJsonSchema } = await import("../../report/report-json-schema.ts");
    return context.stdout.write(jsonText(reportJsonSchema()));
  }
  const renderer = rendererOf(options);
  checkOptions(options, renderer, context);
  const failOn = options.failOn === undefined ? null : oneOf("--fail-on", options.failOn, FAIL_ON);
  if (options.out !== undefined) await checkOutput(options.out, context.cwd);
  const { config } = await loadConfig(options.config, context.cwd);
  const tellOutcome = ({ snapshot, view }: Look): void => {
    if (isBlind(snapshot)) context.setExitCode(EXIT.unreadable);
    else if (failOn !== null && isReached(view.report, failOn)) context.setExitCode(EXIT.findings);
    else context.setExitCode(EXIT.done);
  };
  if (options.watch !== undefined) {
    return watch(options.watch, options, config, context, (seen) => {
      tellOutcome(seen);
      return rendered(renderer, seen.view, options, context);
    });
  }
  const seen = await lookOnce(options, config, context, renderer);
  const text = rendered(renderer, seen.view, options, context);
  if (options.open) await openReport(text, options.out, context);
  else if (options.out === undefined) context.stdout.write(text);
  else {
    await writeOutput(options.out, context.cwd, text);
    if (options.quiet !== true) context.stderr.write(`wrote ${escapeText(options.out)}\n`);
  }
  tellOutcome(seen);
}

async function lookOnce(
  options: ReportOptions,
  config: Config,
  context: CliContext,
  renderer: Renderer,
): Promise<Look> {
  const progress = await createProgress(context.stderr, options.quiet === true);
  const withAlarms = WITH_ALARMS.includes(renderer.format);
  return look(options, config, context, withAlarms, progress.onProgress).finally(() => progress.stop());
}

async function watch(
  every: string | true,
  options: ReportOptions,
  config: Config,
  context: CliContext,
  toText: (seen: Look) => string,
): Promise<void> {
  const everyMs = flagDurationMs("--watch", every === true ? WATCH_EVERY : every);
  if (everyMs < SHORTEST_WATCH_MS)
    throw new ToolError("E_USAGE", `--watch ${String(every)} is too often: metrics come once a minute`, {
      hint: "Look every 10s at most.",
    });
  // The first look shows how far it is; later ones happen behind the report.
  let isFirst = true;
  await watchReport({
    look: async () => {
      const progress = await createProgress(context.stderr, options.quiet === true || !isFirst);
      isFirst = false;
      const seen = await look(options, config, context, false, progress.onProgress).finally(() =>
        progress.stop(),
      );
      return { text: toText(seen), usd: seen.snapshot.cost.usd };
    },
    stdout: context.stdout,
    everyMs,
    maxCostUsd: maxCostUsd(options.maxCost, config),
    now: context.now,
    wait: async (lengthMs, signal) =>
      setTimeout(lengthMs, undefined, { signal }).catch(() => {
        // Whoever ended the wait finds the signal aborted.
      }),
    signal: context.interruption(),
  });
}

function rendered(renderer: Renderer, view: ReportView, options: ReportOptions, context: CliContext): string {
  const isFile = options.out !== undefined || options.open === true;
  return renderer.render(view, {
    colour: !isFile && wantsColour(options, context),
    width: isFile ? 80 : Math.min(context.stdout.columns ?? 80, 100),
    timeZone: context.timeZone(),
    verbose: options.verbose === true,
  });
}

/** What cannot be done together is said before anything is read. */
function checkOptions(options: ReportOptions, { format }: Renderer, { stdout }: CliContext): void {
  if (options.open && format !== "html")
    throw new ToolError("E_USAGE", `--open has no meaning with --format ${format}: browsers show pages`, {
      hint: "Leave out --format or --open.",
    });
  if (options.alarms !== undefined && !WITH_ALARMS.includes(format))
    throw new ToolError("E_USAGE", `--alarms has no meaning with --format ${format}: it shows no alarms`, {
      hint: "Choose --format html or markdown, or run gatewatch alarms backtest.",
    });
  if (format === "html" && options.out === undefined && !options.open && stdout.isTTY)
    throw new ToolError("E_USAGE", "a page is nothing to read on a terminal", {
      hint: "Add --out report.html, or --open to see it in your browser.",
    });
  if (options.watch === undefined) return;
  const others = [
    ["out", "--out"],
    ["open", "--open"],
    ["from", "--from"],
  ] as const;
  refuseTogether("--watch", options, others, "it draws what is new on the terminal");
  if (format !== "terminal" || !stdout.isTTY)
    throw new ToolError("E_USAGE", "--watch draws on a terminal, and the output is none", {
      hint: "Leave out --watch, or run it without --format and without a pipe.",
    });
}

/** APIs are there and none of their metrics could be read: a script must not take that for "no findings". */
function isBlind({ targets, series, blindSpots }: Snapshot): boolean {
  const isUnread = blindSpots.some(({ source, target }) => source === "metrics" && target === null);
  return targets.length > 0 && isUnread && series.every(({ runs }) => runs.length === 0);
}

function rendererOf({ format, open }: ReportOptions): Renderer {
  const known = RENDERERS.map((renderer) => renderer.format);
  const name = oneOf("--format", format ?? (open ? "html" : "terminal"), known);
  const found = RENDERERS.find((renderer) => renderer.format === name);
  if (!found) throw new Error(`the format ${name} is known but not there`);
  return found;
}

function isReached(report: Report, failOn: (typeof FAIL_ON)[number]): boolean {
  return report.findings.some(
    ({ severity }) => severity === "critical" || (failOn === "warning" && severity === "warning"),
  );
}
