#!/usr/bin/env node
import { main } from "./main.ts";
import type { Output } from "./context.ts";

// The only file that touches the process.

function output(stream: NodeJS.WriteStream): Output {
  // A reader that has seen enough (| head) is no error.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
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

// All is said once what was written has gone out. What the engine still compiles in the background is nobody's any more, and a
// short run would wait for it as long as it took to load.
await Promise.all([process.stdout, process.stderr].map(flushed));
process.exit(exitCode);

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writable || stream.writableLength === 0) resolve();
    else stream.write("", () => resolve());
  });
}
