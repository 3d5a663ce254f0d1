import { createReadStream, readSync } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import { JSON_LAYOUT, type Layout } from "../layout/layout.ts";
import { learnLayout } from "../layout/learn-layout.ts";
import type { Scanner } from "../scanner/scanner.ts";
import type { Input } from "./input.ts";
import { HEAD_BYTES, packingOf } from "./list-inputs.ts";
import { unwrapperOf, type Unwrapper } from "./unwrap-events.ts";

const READ_BYTES = 1 << 18;
/** What a pipe holds, on Linux. */
const PIPE_BYTES = 1 << 16;
const SLAB_BYTES = 1 << 20;
/** Between two looks at a standard input that does not wait itself. */
const PAUSE_MS = 5;
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

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
  const first = await counted.next();
  if (first.done) return false;
  const all = prepend(first.value, counted);
  const packing = packingOf(first.value);
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

async function* standardInputChunks(): AsyncGenerator<Buffer> {
  // A pipe gives little at a time: pieces are cut from a larger one, since whoever unpacks them may keep them for a while.
  let slab = Buffer.allocUnsafe(SLAB_BYTES);
  for (;;) {
    if (slab.length < PIPE_BYTES) slab = Buffer.allocUnsafe(SLAB_BYTES);
    const length = readStandardInput(slab);
    if (length === 0) return;
    yield slab.subarray(0, length);
    slab = slab.subarray(length);
  }
}

/** Reads what there is, and waits for it if need be; 0 at the end. Reading synchronously costs a quarter of what a stream does. */
function readStandardInput(space: Uint8Array): number {
  for (;;) {
    try {
      return readSync(0, space);
    } catch (thrown) {
      const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw thrown;
      Atomics.wait(PAUSE, 0, 0, PAUSE_MS);
    }
  }
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

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** Holds the first bytes back until they tell what stands where, then hands everything on. */
class Feeder {
  readonly #scanner: Scanner;
  readonly #known: Layout | null;
  readonly #decoder = new TextDecoder();
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isOpen = false;
  #unwrap: Unwrapper | undefined;
  layout: Layout = JSON_LAYOUT;

  constructor(scanner: Scanner, known: Layout | null) {
    this.#scanner = scanner;
    this.#known = known;
  }

  /** Whether all that is still to come goes to the scanner as it is. */
  get isPlain(): boolean {
    return this.#isOpen && this.#unwrap === undefined;
  }

  write(piece: Uint8Array): void {
    if (this.#isOpen) {
      this.#give(piece);
      return;
    }
    this.#held.push(Buffer.from(piece));
    this.#heldBytes += piece.length;
    if (this.#heldBytes >= HEAD_BYTES) this.#open();
  }

  end(): void {
    if (!this.#isOpen) this.#open();
    if (this.#unwrap) this.#scanner.write(Buffer.from(this.#unwrap(this.#decoder.decode(), true)));
    this.#scanner.endFile();
  }

  #open(): void {
    const head = Buffer.concat(this.#held);
    const text = head
      .subarray(0, HEAD_BYTES)
      .toString("utf8")
      .replace(/^\ufeff/, "");
    this.#unwrap = unwrapperOf(text)?.();
    const lines = unwrapperOf(text)?.()(text, false) ?? text;
    const layout = this.#known ? joinedAs(this.#known, lines) : learnLayout(lines);
    // What unwraps events puts their time before the line.
    this.layout = this.#unwrap ? { ...layout, prefixWords: 1 } : layout;
    this.#scanner.setLayout(this.layout);
    this.#isOpen = true;
    this.#held = [];
    this.#give(head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head);
  }

  #give(piece: Uint8Array): void {
    if (!this.#unwrap) this.#scanner.write(piece);
    else {
      const lines = this.#unwrap(this.#decoder.decode(piece, { stream: true }), false);
      this.#scanner.write(Buffer.from(lines));
    }
  }
}

/** A Format tells nothing of how its lines are joined, and Firehose may deliver them without newlines. */
function joinedAs(known: Layout, lines: string): Layout {
  return known.kind === "json" && learnLayout(lines).isConcatenated
    ? { ...known, isConcatenated: true }
    : known;
}
