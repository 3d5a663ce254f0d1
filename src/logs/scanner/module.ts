import { SCANNER_WASM } from "./scanner-wasm.gen.ts";

type Globals = Readonly<
  Record<
    | "buffer"
    | "bufferSize"
    | "scratch"
    | "slots"
    | "targetsTable"
    | "groupsTable"
    | "typesTable"
    | "groupStride"
    | "minuteStride"
    | "cellStride"
    | "summaryStride"
    | "worstStride"
    | "rowsTogether",
    { readonly value: number }
  >
>;

/**
 * What assembly/index.ts exports. Addresses and lengths are of bytes in `memory`. Whatever takes a text or a
 * record may make the memory grow: addresses stay, but a view made before then is empty.
 */
export interface ScannerModule extends Globals {
  readonly memory: { readonly buffer: ArrayBuffer };
  clearSlots(): void;
  beginRecord(): void;
  scan(length: number, isEnd: boolean): number;
  setMode(isJson: boolean, isConcatenated: boolean): void;
  setPrefix(words: number): void;
  skipToNewline(): void;
  clearTemplates(): void;
  beginTemplate(): number;
  addTemplatePart(length: number, kind: number, field: number): number;
  finishTemplate(): void;
  forgetNodes(): void;
  addRecord(): void;
  setWanted(details: boolean, cells: boolean): void;
  setDimension(dimension: number): number;
  setFilterOp(op: number, dimension: number, code: number, value: number): number;
  setKnownType(at: number, length: number): number;
  setQuotaMessage(length: number): void;
  filteredCount(): number;
  untimedCount(): number;
  tableKeys(table: number): number;
  tableCount(table: number): number;
  tableOverflow(table: number): number;
  groupRow(group: number): number;
  minuteAt(number: number): number;
  minuteCount(): number;
  minuteOverflow(): number;
  cellAt(number: number): number;
  cellCount(): number;
  cellOverflow(): number;
  outcomeAt(number: number): number;
  outcomeCount(): number;
  outcomeOverflow(): number;
  packRows(rows: number, stride: number, count: number): number;
  packedEnd(): number;
  droppedValues(): number;
  clearSums(): void;
  addEntries(bytes: number): void;
  addRow(): void;
  valuesIn(sum: number): number;
  bucketOfRank(sum: number, rank: number): number;
  packSums(): number;
  summaryRow(summary: number, place: number): number;
  summaryCount(summary: number): number;
  summaryFloor(summary: number): number;
  worstRow(place: number): number;
  worstCount(): number;
}

/** What assembly/host.ts asks for. */
export interface HostCalls {
  resolveKey(parent: number, node: number, at: number, length: number): number;
  forgetKeys(): void;
  learn(at: number, length: number): void;
  odd(at: number, length: number): void;
  derive(kind: number, at: number, length: number): number;
}

// Types of the part of WebAssembly that is needed: Node's types leave it to the DOM's.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, object>) => { readonly exports: unknown };
};

let compiled: object | undefined;

/** The compiled code, which threads can share: compiling it takes longer than starting one. */
export function compiledScanner(): object {
  compiled ??= new WebAssembly.Module(Buffer.from(SCANNER_WASM, "base64"));
  return compiled;
}

/** Takes over what another thread has compiled. */
export function shareCompiled(code: object): void {
  compiled = code;
}

/** What a run's question needs; see setWanted in assembly/record.ts. */
export interface Wanted {
  readonly details: boolean;
  readonly cells: boolean;
}

/** A scanner with memory of its own. */
export function createModule(host: HostCalls, { details, cells }: Wanted): ScannerModule {
  // The compiler names the module of an import after its file.
  const instance = new WebAssembly.Instance(compiledScanner(), { host });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The module is ours; a test compares the names.
  const module = instance.exports as ScannerModule;
  module.setWanted(details, cells);
  return module;
}
