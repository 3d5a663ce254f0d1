import { analyze, type AnalyzerFailure } from "../../analyzers/run.ts";
import { unjudged } from "../../analyzers/unjudged.ts";
import { settingsFor } from "../../model/settings-for.ts";
import type { Report } from "../../model/report.ts";
import type { BlindSpot, Snapshot } from "../../model/snapshot.ts";
import { RENDERERS } from "../../report/renderers/registry.ts";
import type { Renderer } from "../../report/renderers/renderer.ts";
import { escapeText } from "../../report/text/escape.ts";
import { toView } from "../../report/view/to-view.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { oneOf } from "../one-of.ts";
import { createProgress } from "../progress.ts";
import { obtainSnapshot } from "../source/obtain-snapshot.ts";
import { wantsColour } from "../wants-colour.ts";
import { toolVersion } from "../version.ts";
import { checkOutput, writeOutput } from "../write-output.ts";
import type { ReportOptions } from "./report.ts";

const FAIL_ON = ["warning", "critical"] as const;

/** `gatewatch report`: one snapshot, analyzed and rendered. */
export async function runReport(options: ReportOptions, context: CliContext): Promise<void> {
  const renderer = rendererOf(options.format);
  const failOn = options.failOn === undefined ? null : oneOf("--fail-on", options.failOn, FAIL_ON);
  if (options.out !== undefined) await checkOutput(options.out, context.cwd);
  const { config } = await loadConfig(options.config, context.cwd);

  const progress = await createProgress(context.stderr, options.quiet === true);
  const snapshot = await obtainSnapshot(options, config, context, progress.onProgress).finally(() =>
    progress.stop(),
  );
  const { findings, failures } = analyze(snapshot, settingsFor(config));
  const blindSpots = [...snapshot.blindSpots, ...unjudged(snapshot), ...failures.map(toBlindSpot)];
  const view = toView({ ...snapshot, blindSpots }, findings, toolVersion());

  const text = renderer.render(view, {
    colour: options.out === undefined && wantsColour(options, context),
    width: options.out === undefined ? Math.min(context.stdout.columns ?? 80, 100) : 80,
    timeZone: context.timeZone(),
    verbose: options.verbose === true,
  });
  if (options.out === undefined) context.stdout.write(text);
  else {
    await writeOutput(options.out, context.cwd, text);
    if (options.quiet !== true) context.stderr.write(`wrote ${escapeText(options.out)}\n`);
  }
  if (isBlind(snapshot)) context.setExitCode(EXIT.unreadable);
  else if (failOn !== null && isReached(view.report, failOn)) context.setExitCode(EXIT.findings);
}

/** APIs are there and none of their metrics could be read: a script must not take that for "no findings". */
function isBlind({ targets, series, blindSpots }: Snapshot): boolean {
  const isUnread = blindSpots.some(({ source, target }) => source === "metrics" && target === null);
  return targets.length > 0 && isUnread && series.every(({ runs }) => runs.length === 0);
}

/** A defect in one analyzer must not cost the reader the others' findings. */
function toBlindSpot({ analyzer, target, message }: AnalyzerFailure): BlindSpot {
  const hint = `A defect of gatewatch: ${analyzer} failed with "${message}". Please report it; everything else was looked at.`;
  return { source: "analyzers", target, code: "INTERNAL", hint };
}

function rendererOf(format: string): Renderer {
  const name = oneOf(
    "--format",
    format,
    RENDERERS.map((renderer) => renderer.format),
  );
  const found = RENDERERS.find((renderer) => renderer.format === name);
  if (!found) throw new Error(`the format ${name} is known but not there`);
  return found;
}

function isReached(report: Report, failOn: (typeof FAIL_ON)[number]): boolean {
  return report.findings.some(
    ({ severity }) => severity === "critical" || (failOn === "warning" && severity === "warning"),
  );
}
