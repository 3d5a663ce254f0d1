#!/usr/bin/env node
import { askLine } from "./ask-line.ts";
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

process.exitCode = await main(process.argv.slice(2), {
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  now: Date.now,
  timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  ask: process.stdin.isTTY
    ? async (question, signal) => askLine(question, process.stdin, process.stderr, signal)
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
