import { CELL_COLUMNS, LATENCIES, MINUTE_ROW, TOP_LISTS } from "../aggregate/aggregates.ts";
import type {
  Counts,
  Distributions,
  GroupAggregate,
  LogAggregates,
  LogTarget,
  MinuteRows,
  Outcome,
  TopEntry,
  TopList,
  TopListName,
  WorstRequest,
} from "../aggregate/aggregates.ts";
import { compareTop } from "../aggregate/compare-top.ts";
import type { ScannerModule } from "./module.ts";

type Tables = Pick<
  LogAggregates,
  "groups" | "minutes" | "cells" | "top" | "worst" | "overflow" | "filtered" | "untimed"
> & {
  /** Whether every text was UTF-8. Where not, rows of different bytes can have the same text. */
  readonly isUtf8: boolean;
};

/** Copies the scanner's tables out of its memory. Offsets are those that assembly/*.ts state. */
export function readTables(module: ScannerModule, hasCells: boolean): Tables {
  return new TableReader(module).read(hasCells);
}

class TableReader {
  readonly #module: ScannerModule;
  readonly #view: DataView;
  readonly #bytes: Buffer;
  readonly #words: Uint32Array;
  #isUtf8 = true;

  constructor(module: ScannerModule) {
    this.#module = module;
    this.#view = new DataView(module.memory.buffer);
    this.#bytes = Buffer.from(module.memory.buffer);
    this.#words = new Uint32Array(module.memory.buffer);
  }

  read(hasCells: boolean): Tables {
    const module = this.#module;
    const targets = this.#entries(module.targetsTable.value).map((parts) => this.#target(parts));
    const groups = this.#groups(targets);
    const [minutes, top, worst] = [this.#minutes(targets), this.#top(), this.#worst(groups)];
    return {
      groups,
      minutes,
      cells: hasCells ? this.#cells(groups.length - 1) : new Uint32Array(0),
      top,
      worst,
      isUtf8: this.#isUtf8,
      filtered: module.filteredCount(),
      untimed: module.untimedCount(),
      overflow: {
        groups: module.tableOverflow(module.groupsTable.value) >>> 0,
        minutes: module.minuteOverflow() >>> 0,
        cells: module.cellOverflow() >>> 0,
        outcomes: module.outcomeOverflow() >>> 0,
        latencies: module.droppedValues(),
      },
    };
  }

  #u32(at: number): number {
    return this.#view.getUint32(at, true);
  }

  /** As UTF-8, with U+FFFD for what is not. */
  #text(at: number, length: number): string {
    const text = this.#bytes.toString("utf8", at, at + length);
    if (text.includes("\ufffd")) this.#isUtf8 = false;
    return text;
  }

  /** The entries of a table of texts: their addresses and lengths. */
  #entries(table: number): { at: number; length: number }[] {
    const from = this.#module.tableKeys(table);
    return Array.from({ length: this.#module.tableCount(table) }, (_, number) => ({
      at: this.#u32(from + number * 12),
      length: this.#u32(from + number * 12 + 4),
    }));
  }

  /** Texts of a key: each behind its length, 16 bits. */
  #parts(from: number, end: number): string[] {
    const parts: string[] = [];
    for (let at = from; at < end;) {
      const length = this.#view.getUint16(at, true);
      parts.push(this.#text(at + 2, length));
      at += 2 + length;
    }
    return parts;
  }

  #target({ at, length }: { at: number; length: number }): LogTarget {
    const [apiId = "", stage = ""] = this.#parts(at, at + length);
    return { apiId, stage };
  }

  /** The last is what found no room. */
  #groups(targets: readonly LogTarget[]): GroupAggregate[] {
    const module = this.#module;
    const outcomes = this.#outcomes();
    const group = (
      number: number,
      target: LogTarget | null,
      key: string[] | null,
      distributions: Distributions,
    ): GroupAggregate => {
      const row = module.groupRow(number);
      return {
        target,
        key,
        ...this.#counts(row),
        bytes: bytesOf(this.#view.getBigInt64(row, true)),
        outcomes: outcomes.get(number) ?? [],
        distributions,
      };
    };
    const entries = this.#entries(module.groupsTable.value);
    const stride = module.groupStride.value;
    const distributions = this.#distributions(module.groupRow(0), stride, entries.length);
    const known = entries.map(({ at, length }, number) => {
      const target = targets[this.#view.getInt32(at, true)] ?? null;
      return group(number, target, this.#parts(at + 4, at + length), distributions[number] ?? []);
    });
    const [others = []] = this.#distributions(module.groupRow(-1), stride, 1);
    return [...known, group(-1, null, null, others)];
  }

  #outcomes(): Map<number, Outcome[]> {
    const module = this.#module;
    const types = this.#entries(module.typesTable.value).map(({ at, length }) => this.#text(at, length));
    const outcomes = new Map<number, Outcome[]>();
    for (let number = 0; number < module.outcomeCount(); number += 1) {
      const row = module.outcomeAt(number);
      const group = this.#view.getInt32(row, true);
      const code = this.#u32(row + 4);
      const type = (code & 0xff) - 2;
      const responseType = type === -2 ? null : (types[type] ?? "(other)");
      const found = { status: code >>> 8, responseType, requests: this.#u32(row + 8) };
      const list = outcomes.get(group) ?? [];
      outcomes.set(group, list);
      const known = list.find((one) => one.status === found.status && one.responseType === responseType);
      if (known) known.requests += found.requests;
      else list.push(found);
    }
    return outcomes;
  }

  #minutes(targets: readonly LogTarget[]): MinuteRows[] {
    const module = this.#module;
    const [count, together, stride] = [
      module.minuteCount(),
      module.rowsTogether.value,
      module.minuteStride.value,
    ];
    const all: MinuteRows[] = [];
    for (let from = 0; from < count; from += together) {
      const rows = Math.min(together, count - from);
      for (const { words } of this.#packed(module.minuteAt(from), stride, rows)) all.push({ targets, words });
    }
    return all;
  }

  /** @param other the place of the group for what found no room. */
  #cells(other: number): Uint32Array {
    const module = this.#module;
    const [count, together] = [module.cellCount(), module.rowsTogether.value];
    const cells = new Uint32Array(count * CELL_COLUMNS);
    for (let from = 0; from < count; from += together) {
      const words = Math.min(together, count - from) * CELL_COLUMNS;
      cells.set(new Uint32Array(module.memory.buffer, module.cellAt(from), words), from * CELL_COLUMNS);
    }
    for (let at = 0; at < cells.length; at += CELL_COLUMNS) if (cells[at] === 0xffff_ffff) cells[at] = other;
    return cells;
  }

  #counts(row: number): Counts {
    const word = (offset: number): number => this.#words[(row + offset) >>> 2] ?? 0;
    return {
      requests: word(8),
      byClass: [word(12), word(16), word(20), word(24), word(28), word(32)],
      throttled: word(36),
      quotaExceeded: word(40),
      gatewayErrors: word(44),
    };
  }

  /** Of rows that lie `stride` bytes apart. Their buckets lie in a few large pieces of memory. */
  #distributions(rows: number, stride: number, count: number): Distributions[] {
    const found: Distributions[] = [];
    for (const { words, packed } of this.#packed(rows, stride, count)) {
      const entries = new Uint8Array(words.buffer);
      let at = 0;
      for (let row = 0; row < packed; row += 1) {
        const distributions: Distributions = [];
        at += MINUTE_ROW.latencies;
        for (let kind = 0; kind < LATENCIES.length; kind += 1) {
          const bytes = words[at] ?? 0;
          const from = (at + 4) * 4;
          if (bytes === 0) distributions.push(null);
          else {
            const sum = (words[at + 2] ?? 0) + (words[at + 3] ?? 0) * 2 ** 32;
            distributions.push({ entries, from, end: from + bytes, count: words[at + 1] ?? 0, sum });
          }
          at += 4 + Math.ceil(bytes / 4);
        }
        found.push(distributions);
      }
    }
    return found;
  }

  /** The rows as assembly/pack-rows.ts packs them, in as many pieces as its room makes of them. */
  #packed(rows: number, stride: number, count: number): { words: Uint32Array; packed: number }[] {
    const pieces: { words: Uint32Array; packed: number }[] = [];
    for (let done = 0; done < count;) {
      const packed = this.#module.packRows(rows + done * stride, stride, count - done);
      const from = this.#module.scratch.value >> 2;
      pieces.push({ words: this.#words.slice(from, this.#module.packedEnd() >> 2), packed });
      done += packed;
    }
    return pieces;
  }

  #top(): Record<TopListName, TopList> {
    const [clients, apiKeys, userAgents, messages] = TOP_LISTS.map((_, number) => this.#topList(number));
    const none = { entries: [], floor: 0 };
    return {
      clients: clients ?? none,
      apiKeys: apiKeys ?? none,
      userAgents: userAgents ?? none,
      messages: messages ?? none,
    };
  }

  #topList(summary: number): TopList {
    const words = this.#words;
    const count = this.#module.summaryCount(summary);
    const entries: TopEntry[] = [];
    for (let place = 0; place < count; place += 1) {
      const row = this.#module.summaryRow(summary, place);
      const at = row >>> 2;
      entries.push({
        text: this.#text(row + 32, words[at + 5] ?? 0),
        requests: words[at] ?? 0,
        error: words[at + 1] ?? 0,
        errors4xx: words[at + 2] ?? 0,
        errors5xx: words[at + 3] ?? 0,
        throttled: words[at + 4] ?? 0,
      });
    }
    return { entries: entries.sort(compareTop), floor: this.#module.summaryFloor(summary) >>> 0 };
  }

  #worst(groups: readonly GroupAggregate[]): WorstRequest[] {
    return Array.from({ length: this.#module.worstCount() }, (_, place) => {
      const row = this.#module.worstRow(place);
      const timeMs = this.#view.getFloat64(row + 8, true);
      return {
        latencyMs: this.#view.getFloat64(row, true),
        timeMs: timeMs < 0 ? null : timeMs,
        status: this.#u32(row + 16),
        key: groups[this.#view.getInt32(row + 20, true)]?.key ?? null,
        requestId: this.#text(row + 32, this.#u32(row + 24)),
        integrationRequestId: this.#text(row + 160, this.#u32(row + 28)),
      };
    });
  }
}

/** Twice the bytes, and one more where any request logged them. */
function bytesOf(stored: bigint): number | null {
  return stored === 0n ? null : Number(stored >> 1n);
}
