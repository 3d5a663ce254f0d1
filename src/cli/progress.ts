import type { Options, SingleBar } from "cli-progress";

import type { OnProgress, ProgressEvent } from "../collectors/account-reader.ts";
import { escapeText } from "../report/text/escape.ts";
import type { Output } from "./context.ts";
import { ttyStream } from "./tty-stream.ts";

/** How far a long run has come. On stderr, so that the result stays clean. */
export interface Progress {
  readonly onProgress: OnProgress;
  /** Clears the bar; call it before anything else is printed. */
  stop(): void;
}

const SILENT: Progress = { onProgress: () => undefined, stop: () => undefined };

/** A bar on a terminal, plain lines elsewhere, nothing with --quiet. */
export async function createProgress(stderr: Output, quiet: boolean): Promise<Progress> {
  if (quiet) return SILENT;
  return stderr.isTTY ? barProgress(stderr) : lineProgress(stderr);
}

/** One line as each quarter of a step is reached. */
function lineProgress(stderr: Output): Progress {
  const quarters = new Map<string, number>();
  return {
    onProgress: (event) => {
      const label = labelOf(event);
      if (event.note !== undefined) stderr.write(`${escapeText(event.note)}\n`);
      const quarter = Math.floor((event.done / event.total) * 4);
      // Also while nothing is known yet: 0 of 0 is no number.
      if (!(quarter > (quarters.get(label) ?? 0))) return;
      quarters.set(label, quarter);
      stderr.write(`${label}: ${event.done} of ${event.total}\n`);
    },
    stop: () => undefined,
  };
}

/** One bar for all regions: their steps overlap, and what counts is how much is left. */
async function barProgress(stderr: Output): Promise<Progress> {
  const { default: cliProgress } = await import("cli-progress");
  const format = "{label} [{bar}] {value}/{total}";
  const options: Options = {
    format,
    barsize: 24,
    clearOnComplete: true,
    stream: ttyStream(stderr),
    // Ctrl-C ends the process as usual, so the bar changes nothing that would have to be restored then.
    gracefulExit: false,
    hideCursor: false,
    linewrap: true,
  };
  const bar: SingleBar = new cliProgress.SingleBar(options, cliProgress.Presets.shades_classic);
  const events = new Map<string, ProgressEvent>();
  let isRunning = false;
  return {
    onProgress: (event) => {
      if (event.note !== undefined) {
        if (isRunning) bar.stop();
        isRunning = false;
        stderr.write(`${escapeText(event.note)}\n`);
      }
      events.set(labelOf(event), event);
      const all = [...events.values()];
      const total = all.reduce((sum, one) => sum + one.total, 0);
      const done = all.reduce((sum, one) => sum + one.done, 0);
      const label = labelOf(event);
      if (!isRunning) bar.start(total, done, { label });
      isRunning = true;
      bar.setTotal(total);
      bar.update(done, { label });
    },
    stop: () => {
      if (isRunning) bar.stop();
      isRunning = false;
    },
  };
}

function labelOf({ step, scope }: ProgressEvent): string {
  // Nothing is read for these, and of no one Region.
  if (step === "thresholds") return "finding thresholds";
  if (step === "deploy") return `changing alarms of ${escapeText(scope)}`;
  return `reading ${step} of ${escapeText(scope)}`;
}
