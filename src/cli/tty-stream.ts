import { Writable } from "node:stream";

import type { Output } from "./context.ts";

/** What cli-progress takes for a terminal, over our output. */
export function ttyStream(stderr: Output): NodeJS.WritableStream {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      stderr.write(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY: true, columns: stderr.columns ?? 80 });
}
