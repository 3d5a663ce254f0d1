import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

import { errorMessage, ToolError } from "../../core/errors.ts";

/**
 * Writes a file whole or not at all: under a temporary name beside it, then renamed over what was there.
 *
 * Shape: returns the size in bytes. A name that ends in ".gz" is compressed.
 * Errors: E_USAGE where the place cannot be written; nothing is left behind.
 */
export async function writeAtomically(path: string, chunks: Iterable<string>): Promise<number> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const target = createWriteStream(temporary, { flags: "wx", flush: true });
    const source = Readable.from(chunks, { objectMode: true });
    await (path.endsWith(".gz") ? pipeline(source, createGzip(), target) : pipeline(source, target));
    const { size } = await stat(temporary);
    await rename(temporary, path);
    return size;
  } catch (error) {
    await rm(temporary, { force: true });
    throw new ToolError("E_USAGE", `cannot write ${path}: ${errorMessage(error)}`, {
      hint: "Check that the folder exists, can be written and has room.",
      cause: error,
    });
  }
}
