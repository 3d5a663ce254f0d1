import { createRequire } from "node:module";

import type CliProgress from "cli-progress";
import type { SingleBar } from "cli-progress";

import type { ByteProgress } from "./byte-progress.ts";
import type { Output } from "./context.ts";
import { ttyStream } from "./tty-stream.ts";

/** What is over sooner needs no bar. */
const BAR_AFTER_MS = 400;
/** Columns of the line beside the bar. */
const WORDS = 56;

/**
 * A bar on a terminal, with words behind it.
 *
 * @param nowMs a clock; any zero.
 * @param wordsOf what is said of bytes read, bytes there are and milliseconds passed.
 */
export function byteBar(
  stderr: Output,
  nowMs: () => number,
  wordsOf: (doneBytes: number, totalBytes: number, elapsedMs: number) => string,
): ByteProgress {
  const startedMs = nowMs();
  let bar: SingleBar | undefined;
  return {
    onProgress: (doneBytes, totalBytes) => {
      const elapsedMs = nowMs() - startedMs;
      if (elapsedMs < BAR_AFTER_MS) return;
      // More may be read than was estimated, and of a pipe nobody knows how much there is.
      const total = Math.max(totalBytes, doneBytes, 1);
      const payload = { words: wordsOf(doneBytes, totalBytes, elapsedMs) };
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
