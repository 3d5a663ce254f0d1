import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import type { Layout } from "../layout/layout.ts";
import type { Scanner } from "../scanner/scanner.ts";
import { Feeder } from "./feeder.ts";
import type { Input } from "./input.ts";
import { MAGIC_BYTES, packingOf } from "./list-inputs.ts";
import { readStandardInput, standardInputChunks } from "./standard-input.ts";

const READ_BYTES = 1 << 18;

/** How far unpacking may run ahead of scanning: so far that neither waits for the other. */
const UNPACKING = { chunkSize: 1 << 19, readableHighWaterMark: 1 << 22 };

/**
 * Scans what can only be read from its beginning to its end. Returns the layout that was used.
 *
 * Errors: those of the file system and of the unpacking (half a gzip), after what came before has been scanned.
 */
export async function readStream(
  scanner: Scanner,
  input: Input,
  known: Layout | null,
  onBytes: (count: number) => void,
): Promise<Layout> {
  if (input.path !== "-") return scanChunks(scanner, fileChunks(input.path), known, onBytes);
  return scanChunks(scanner, standardInputChunks(), known, onBytes, readStandardInput);
}

/**
 * The same for bytes from anywhere, packed or not.
 *
 * @param fill reads on where `chunks` have stopped, and returns the bytes read, 0 at the end. With it, what follows the beginning
 * of plain lines is read without being copied.
 */
export async function scanChunks(
  scanner: Scanner,
  chunks: AsyncGenerator<Buffer>,
  known: Layout | null,
  onBytes: (count: number) => void,
  fill?: (space: Uint8Array) => number,
): Promise<Layout> {
  const feeder = new Feeder(scanner, known);
  try {
    const isPlain = await unpack(chunks, feeder, onBytes, fill !== undefined);
    if (fill && isPlain) {
      for (let length = fill(scanner.space()); length > 0; length = fill(scanner.space())) {
        scanner.commit(length);
        onBytes(length);
      }
    }
  } finally {
    feeder.end();
  }
  return feeder.layout;
}

/**
 * Unpacks everything, or, if `isBeginning`, stops as soon as it is known that there are plain lines to the end: whether it has
 * done so.
 */
async function unpack(
  chunks: AsyncGenerator<Buffer>,
  feeder: Feeder,
  onBytes: (count: number) => void,
  isBeginning: boolean,
): Promise<boolean> {
  const counted = count(chunks, onBytes);
  const first = await beginning(counted);
  const all = prepend(first, counted);
  const packing = packingOf(first);
  if (packing === "gzip") {
    const gunzip = createGunzip(UNPACKING);
    const packed = Readable.from(all, { objectMode: false });
    packed.on("error", (error) => gunzip.destroy(error));
    // Consumed by iteration, one piece is scanned here while a thread of zlib's unpacks the next ones.
    const unpacked: AsyncIterable<Buffer> = packed.pipe(gunzip);
    for await (const piece of unpacked) feeder.write(piece);
  } else if (packing === "zstd") {
    const { Decompress } = await import("fzstd");
    const unzstd = new Decompress((piece) => feeder.write(piece));
    for await (const piece of all) unzstd.push(piece);
    unzstd.push(new Uint8Array(0), true);
  } else {
    for await (const piece of all) {
      feeder.write(piece);
      if (isBeginning && feeder.isPlain) return true;
    }
  }
  return false;
}

async function* fileChunks(path: string): AsyncGenerator<Buffer> {
  const pieces: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: READ_BYTES });
  yield* pieces;
}

async function* count(
  chunks: AsyncGenerator<Buffer>,
  onBytes: (count: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** The first bytes, enough of them to tell how the rest is packed: a pipe may bring one at a time. */
async function beginning(chunks: AsyncGenerator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < MAGIC_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
