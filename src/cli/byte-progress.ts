import { createRequire } from "node:module";

import type CliProgress from "cli-progress";
import type { SingleBar } from "cli-progress";

import type { Output } from "./context.ts";
import { formatBytes } from "./format-bytes.ts";
import { ttyStream } from "./tty-stream.ts";

interface ByteProgress {
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
  /** Clears the bar; call it before anything else is printed. Further progress draws it anew. */
  stop(): void;
}

const SILENT: ByteProgress = { onProgress: () => undefined, stop: () => undefined };
/** What is over sooner needs no bar. */
const BAR_AFTER_MS = 400;
const LINE_EVERY_MS = 5_000;
/** Columns of the line beside the bar. */
const WORDS = 56;

/**
 * How far reading has come: bytes, rate and what is left. A bar on a terminal, elsewhere a line now and then, with --quiet
 * nothing.
 *
 * @param nowMs a clock; any zero.
 */
export function byteProgress(stderr: Output, isQuiet: boolean, nowMs: () => number): ByteProgress {
  if (isQuiet) return SILENT;
  return stderr.isTTY ? barProgress(stderr, nowMs) : lineProgress(stderr, nowMs);
}

function lineProgress(stderr: Output, nowMs: () => number): ByteProgress {
  const startedMs = nowMs();
  let toldMs = startedMs;
  return {
    onProgress: (doneBytes, totalBytes) => {
      if (nowMs() - toldMs < LINE_EVERY_MS) return;
      toldMs = nowMs();
      stderr.write(`reading: ${progressWords(doneBytes, totalBytes, toldMs - startedMs)}\n`);
    },
    stop: () => undefined,
  };
}

function barProgress(stderr: Output, nowMs: () => number): ByteProgress {
  const startedMs = nowMs();
  let bar: SingleBar | undefined;
  return {
    onProgress: (doneBytes, totalBytes) => {
      const elapsedMs = nowMs() - startedMs;
      if (elapsedMs < BAR_AFTER_MS) return;
      // More may be read than was estimated, and of a pipe nobody knows how much there is.
      const total = Math.max(totalBytes, doneBytes, 1);
      const payload = { words: progressWords(doneBytes, totalBytes, elapsedMs) };
      if (bar === undefined) {
        bar = makeBar(stderr);
        bar.start(total, doneBytes, payload);
      }
      bar.setTotal(total);
      bar.update(doneBytes, payload);
    },
    stop: () => {
      bar?.stop();
      bar = undefined;
    },
  };
}

/** Loaded when first drawn, and at once: reading leaves no turn of the event loop in which a promise could be kept. */
function makeBar(stderr: Output): SingleBar {
  const require = createRequire(import.meta.url);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- What the package's own types say of it.
  const { SingleBar: Bar, Presets } = require("cli-progress") as typeof CliProgress;
  return new Bar(
    {
      format: "reading [{bar}] {words}",
      barsize: Math.max(8, Math.min(24, (stderr.columns ?? 80) - WORDS)),
      clearOnComplete: true,
      stream: ttyStream(stderr),
      // Ctrl-C ends the process as usual, so the bar changes nothing that would have to be restored then.
      gracefulExit: false,
      hideCursor: false,
      linewrap: true,
    },
    Presets.shades_classic,
  );
}

/** "412 MB of 1.10 GB, 801 MB/s, 1 s left"; without a total, what has been read. */
export function progressWords(doneBytes: number, totalBytes: number, elapsedMs: number): string {
  const rate = (doneBytes / Math.max(elapsedMs, 1)) * 1_000;
  const speed = `${formatBytes(rate)}/s`;
  if (totalBytes <= 0 || doneBytes > totalBytes) return `${formatBytes(doneBytes)}, ${speed}`;
  const left = rate > 0 ? [`${formatSeconds((totalBytes - doneBytes) / rate)} left`] : [];
  return [`${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`, speed, ...left].join(", ");
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 120 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}
