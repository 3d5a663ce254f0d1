#!/usr/bin/env node
import { setImmediate } from "node:timers/promises";

import { EXIT } from "./exit-codes.ts";
import { main } from "./main.ts";
import type { Output } from "./context.ts";

// The only file that touches the process.

/** Why what was written did not arrive. */
let lost: Error | undefined;

function output(stream: NodeJS.WriteStream): Output {
  // A reader that has seen enough (| head) is no error.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") lost = error;
  });
  return {
    write: (text) => {
      if (stream.writable) stream.write(text);
    },
    isTTY: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY ? stream.rows : undefined;
    },
  };
}

const exitCode = await main(process.argv.slice(2), {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  now: Date.now,
  timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  ask: process.stdin.isTTY
    ? async (question, signal) => {
        const { askLine } = await import("./ask-line.ts");
        return askLine(question, process.stdin, process.stderr, signal);
      }
    : undefined,
  open: async (path) => {
    const { default: open } = await import("open");
    await open(path);
  },
  interruption: () => {
    const controller = new AbortController();
    process.once("SIGINT", () => controller.abort());
    process.once("SIGTERM", () => controller.abort());
    return controller.signal;
  },
});

// All is said once what was written has gone out, or is known to be lost. What the engine still compiles in the background is
// nobody's any more, and a short run would wait for it as long as it took to load.
await Promise.all([process.stdout, process.stderr].map(flushed));
if (lost !== undefined)
  process.stderr.write(`gatewatch: cannot write the output: ${lost.message} (E_USAGE)\n`);
process.exit(lost === undefined ? exitCode : EXIT.usage);

/** Errors of a stream are told a turn later than its last write. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writable && stream.writableLength > 0) {
    await new Promise<void>((resolve) => {
      stream.write("", () => resolve());
    });
  }
  await setImmediate();
}
