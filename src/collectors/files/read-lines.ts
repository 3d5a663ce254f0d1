import { createReadStream } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import type { Readable } from "node:stream";

import { errorMessage } from "../../core/errors.ts";

/** A line of a file, or what was wrong where it should be. */
export type Line =
  { readonly number: number; readonly text: string } | { readonly number: number; readonly damage: string };

/** Two years of minutes in one series are about 20 MB of text; no real line comes near this. */
const LONGEST_LINE = 256 * 1024 * 1024;

/**
 * The lines of a text file, which is decompressed where its name ends in ".gz", in memory for one line.
 *
 * Shape: numbers count from 1; the last line need not end in a newline; empty lines are left out.
 * Edge cases: a stream that breaks off (a cut .gz) gives the lines before the break, then one damage.
 * Errors: what opening the file throws (ENOENT, EACCES, EISDIR).
 */
export async function* readLines(path: string, longestLine = LONGEST_LINE): AsyncGenerator<Line> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let number = 1;
  let tooLong = false;
  const finish = (text: string): Line | undefined => {
    const line: Line = tooLong ? { number, damage: "too long" } : { number, text };
    number += 1;
    tooLong = false;
    return "text" in line && line.text.trim() === "" ? undefined : line;
  };
  try {
    for await (const chunk of open(path)) {
      const pieces = decoder.write(chunk).split("\n");
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) {
          const line = finish(rest);
          if (line) yield line;
          rest = "";
        }
        if (rest.length + piece.length > longestLine) tooLong = true;
        rest = tooLong ? "" : rest + piece;
      }
    }
  } catch (error) {
    if (isOpenError(error)) throw error;
    yield { number, damage: `the file breaks off (${errorMessage(error)})` };
    return;
  }
  const last = finish(rest + decoder.end());
  if (last) yield last;
}

async function* open(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  let source: Readable = file;
  if (path.endsWith(".gz")) {
    const gunzip = createGunzip();
    file.on("error", (error) => gunzip.destroy(error));
    source = file.pipe(gunzip);
  }
  try {
    for await (const chunk of source) if (Buffer.isBuffer(chunk)) yield chunk;
  } finally {
    file.destroy();
  }
}

function isOpenError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
