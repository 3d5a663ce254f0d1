import { responseTypeFact } from "../../catalog/response-types.ts";
import type { LogAggregates } from "../aggregate/aggregates.ts";
import { coalesce } from "../aggregate/merge-aggregates.ts";
import { dimensionNumber } from "../filter/dimensions.ts";
import type { Dimension, FilterProgram, NumberComparison } from "../filter/filter.ts";
import { JSON_LAYOUT, type Layout } from "../layout/layout.ts";
import { connectScanner, type OddLines } from "./host-calls.ts";
import type { ScannerModule } from "./module.ts";
import { readTables } from "./read-tables.ts";
import { addTextTemplate } from "./set-templates.ts";

export interface ScanOptions {
  /** What requests are grouped by, within their target. */
  readonly by: readonly Dimension[];
  /** Empty: every request counts. */
  readonly filter: FilterProgram;
  /** Whether the result has the counts of each group's minutes: many rows, and not everybody's question. */
  readonly cells: boolean;
  /**
   * Counts of groups and minutes and the latency of groups alone: no other latencies, none by minute, no outcomes, no most
   * frequent texts, no slowest requests. Takes less time.
   */
  readonly brief?: boolean;
}

/** Small enough for the bytes to be in the processor's cache still when they are scanned. */
const CHUNK_BYTES = 1 << 17;
const COMPARISONS: readonly NumberComparison[] = ["==", "!=", "<", "<=", ">", ">="];
const OPERATIONS = ["and", "or", "not"] as const;

/**
 * Counts the requests of logs, given piece by piece: fill what `space` gives, tell how much by `commit`, and at the end of
 * each file `endFile`. Memory does not grow with the input.
 */
export class Scanner {
  readonly #module: ScannerModule;
  #bytes: Uint8Array;
  readonly #odd: OddLines = { repaired: 0, read: 0, unparsed: 0, samples: [] };
  readonly #hasCells: boolean;
  #layout: Layout = JSON_LAYOUT;
  /** Bytes of an unfinished record at the front of the buffer. */
  #carried = 0;
  #tooLong = 0;

  constructor(options: ScanOptions) {
    this.#hasCells = options.cells;
    const wanted = { details: options.brief !== true, cells: options.cells };
    this.#module = connectScanner(() => this.#layout, options.filter, this.#odd, wanted);
    this.#setKnownTexts();
    for (const dimension of options.by) this.#module.setDimension(dimensionNumber(dimension));
    this.#setFilter(options.filter);
    this.#bytes = this.#buffer();
  }

  /** What the next bytes are to be read by. Call it before the first and between files. */
  setLayout(layout: Layout): void {
    this.#layout = layout;
    this.#module.setMode(layout.kind === "json", layout.isConcatenated);
    this.#module.setPrefix(layout.prefixWords);
    this.#module.clearTemplates();
    this.#module.forgetNodes();
    for (const parts of layout.variants) addTextTemplate(this.#module, parts);
  }

  /** Where the next bytes go: a part of the scanner's own memory, never empty, until the next `commit`. */
  space(): Uint8Array {
    return this.#bytes.subarray(this.#carried, Math.min(this.#carried + CHUNK_BYTES, this.#bytes.length));
  }

  /** Scans `length` more bytes. */
  commit(length: number): void {
    this.#scan(this.#carried + length, false);
  }

  /** Scans bytes that lie elsewhere. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const space = this.space();
      const piece = bytes.subarray(at, at + space.length);
      space.set(piece);
      this.commit(piece.length);
      at += piece.length;
    }
  }

  /** What is left is the last record, whether its line is complete or not. */
  endFile(): void {
    this.#scan(this.#carried, true);
  }

  finish(): LogAggregates {
    const { isUtf8, ...tables } = readTables(this.#module, this.#hasCells);
    const { repaired, unparsed, samples } = this.#odd;
    const requests = tables.groups.reduce((sum, group) => sum + group.requests, 0);
    const tooLong = this.#tooLong;
    const found = { requests, repaired, unparsed: unparsed + tooLong, tooLong, samples, ...tables };
    return isUtf8 ? found : coalesce(found);
  }

  #scan(length: number, isEnd: boolean): void {
    const done = this.#module.scan(length, isEnd);
    // Its memory has grown.
    if (this.#bytes.length === 0) this.#bytes = this.#buffer();
    this.#carried = length - done;
    if (this.#carried === this.#bytes.length) {
      this.#tooLong += 1;
      this.#carried = 0;
      this.#module.skipToNewline();
    } else if (done > 0 && this.#carried > 0) this.#bytes.copyWithin(0, done, length);
    if (isEnd) this.#carried = 0;
  }

  #buffer(): Uint8Array {
    const { memory, buffer, bufferSize } = this.#module;
    return new Uint8Array(memory.buffer, buffer.value, bufferSize.value);
  }

  #setKnownTexts(): void {
    for (const type of ["THROTTLED", "QUOTA_EXCEEDED"]) {
      this.#module.setKnownType(this.#module.scratch.value, this.#writeScratch(type));
    }
    this.#module.setQuotaMessage(this.#writeScratch(responseTypeFact("QUOTA_EXCEEDED")?.message ?? ""));
  }

  /** Returns the text's length in bytes. */
  #writeScratch(text: string): number {
    const { memory, scratch } = this.#module;
    return Buffer.from(memory.buffer).write(text, scratch.value);
  }

  #setFilter(filter: FilterProgram): void {
    let predicates = 0;
    for (const op of filter) {
      if (op.op === "number") {
        const code = COMPARISONS.indexOf(op.comparison);
        this.#module.setFilterOp(0, dimensionNumber(op.field), code, op.value);
      } else if (op.op === "equals" || op.op === "matches") {
        this.#module.setFilterOp(1, dimensionNumber(op.of), predicates, 0);
        predicates += 1;
      } else this.#module.setFilterOp(2 + OPERATIONS.indexOf(op.op), 0, 0, 0);
    }
  }
}
