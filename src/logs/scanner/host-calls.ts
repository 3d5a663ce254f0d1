import { logFieldNumber, type LogField } from "../../catalog/log-fields.ts";
import { ABSENT_LOG_VALUE } from "../../catalog/log-variables.ts";
import { matchesFilter } from "../filter/matches-filter.ts";
import type { FilterProgram } from "../filter/filter.ts";
import { fieldOfPath } from "../layout/field-of-path.ts";
import type { Layout } from "../layout/layout.ts";
import { withoutPrefix } from "../layout/learn-layout.ts";
import { maskMessage } from "../records/mask-message.ts";
import { parseRecord, type ReadLine, type RecordFields } from "../records/parse-record.ts";
import { userAgentFamily } from "../records/user-agent-family.ts";
import { learnTemplate } from "./learn-template.ts";
import { createModule, type Wanted, type HostCalls, type ScannerModule } from "./module.ts";
import { addTemplate } from "./set-templates.ts";

/** Values of repaired lines lie behind what is derived from texts, each cut at its bound. */
const VALUES_AT = 1 << 16;
const MOST_VALUE = 8192;
const FIRST_PREDICATE = 16;

/** What the host keeps of lines that the scanner could not read. */
export interface OddLines {
  repaired: number;
  read: number;
  unparsed: number;
  readonly samples: string[];
}

const SAMPLES = 5;
const SAMPLE_LENGTH = 200;

/** Makes a scanner and answers what it asks. `layout` is asked anew at each call, since files differ. */
export function connectScanner(
  layout: () => Layout,
  filter: FilterProgram,
  oddLines: OddLines,
  wanted: Wanted,
): ScannerModule {
  const paths: string[] = [];
  const texts = filter.filter((op) => op.op === "equals" || op.op === "matches");
  const calls: HostCalls = {
    resolveKey: (parent, node, at, length) => {
      const key = bytes().toString("utf8", at, at + length);
      const path = paths[parent] === undefined ? key : `${paths[parent]}.${key}`;
      paths[node] = path;
      const field = fieldOfPath(layout(), path);
      return field === null ? -1 : logFieldNumber(field);
    },
    forgetKeys: () => {
      paths.length = 0;
    },
    learn: (at, length) => {
      const parts = learnTemplate(bytes().toString("latin1", at, at + length));
      addTemplate(
        module,
        parts.map(({ literal, value, path }) => ({
          literal: Buffer.from(literal, "latin1"),
          kind: value,
          field: path === "" ? null : fieldOfPath(layout(), path),
        })),
      );
    },
    odd: (at, length) => {
      const line = bytes()
        .toString("utf8", at, at + length)
        .replace(/\r$/, "");
      const { records, isRepaired } = readOdd(layout(), line);
      for (const record of records) addFields(record);
      oddLines.read += records.length;
      if (isRepaired) oddLines.repaired += records.length;
      if (records.length > 0) return;
      oddLines.unparsed += 1;
      if (oddLines.samples.length < SAMPLES) oddLines.samples.push(line.slice(0, SAMPLE_LENGTH));
    },
    derive: (kind, at, length) => {
      const text = bytes().toString("utf8", at, at + length);
      return bytes().write(derived(kind, text), module.scratch.value, VALUES_AT);
    },
  };
  const module = createModule(calls, wanted);
  let seen = Buffer.from(module.memory.buffer);

  function bytes(): Buffer {
    if (seen.buffer !== module.memory.buffer) seen = Buffer.from(module.memory.buffer);
    return seen;
  }

  function derived(kind: number, text: string): string {
    if (kind === 0) return userAgentFamily(text);
    if (kind === 1) return maskMessage(text);
    const predicate = texts[kind - FIRST_PREDICATE];
    return predicate !== undefined && matchesFilter(predicate, text) ? "y" : "";
  }

  function addFields(record: RecordFields): void {
    module.beginRecord();
    module.clearSlots();
    const slots = new Int32Array(module.memory.buffer, module.slots.value);
    let at = module.scratch.value + VALUES_AT;
    for (const [field, value] of record) {
      const length = value === ABSENT_LOG_VALUE ? 0 : bytes().write(value, at, MOST_VALUE);
      const number = logFieldNumber(field);
      slots[number * 2] = at;
      slots[number * 2 + 1] = length;
      at += length;
    }
    module.addRecord();
  }

  return module;
}

function readOdd(layout: Layout, line: string): ReadLine {
  if (layout.kind === "text") return { records: [], isRepaired: false };
  if (layout.prefixWords === 0) return parseRecord(layout, line);
  const bare = withoutPrefix(line, layout.prefixWords);
  const { records, isRepaired } = parseRecord(layout, bare === "" ? line : bare);
  const time = bare === "" ? "" : (/^\S+/.exec(line)?.[0] ?? "");
  const timed = records.map((record) => new Map<LogField, string>([["time", time], ...record]));
  return { records: timed, isRepaired };
}
