// The scanner: one pass over the bytes of an access log, without making a single object.
//
// Every line of a log comes out of the same Format, so nearly all of its bytes are known beforehand. From a line that
// the general tokenizer has read, a TEMPLATE is learned: the literal bytes between the values.
//
//   {"requestId":"8f..","ip":"203.0.113.9","status":"200"}
//   |-- literal -|    |-literal|         |--literal--|   |-|     value: up to the quote that closes it
//
// A value is looked at 16 bytes at a time for the first quote, backslash or control character, then the whole literal
// behind it must match, byte by byte. Nothing is guessed and nothing skipped unseen, so a line that matches is exactly
// what JSON.parse would have made of it. A line that does not match goes
//
//   template(s)  ->  tokenizer (any key order, nesting, escapes)  ->  the host (repairs; what fails is counted)
//
// and what comes out of any of them are SLOTS: for each field where its value lies in memory. From the slots `record.ts`
// adds the request to counts and histograms that stay in this memory until the end; each table has a bound, and what does
// not fit is added to an "other" row and counted. The host (src/logs/scanner) writes bytes into the buffer, calls `scan`,
// carries the unfinished record to the front, and reads the tables once.
//
// AssemblyScript: TypeScript's syntax, compiled to WebAssembly by scripts/build-scanner.mjs. `load<u8>(p)` reads memory.
export { buffer, bufferSize, scratch } from "./memory";
export { slots, clearSlots, beginRecord } from "./slots";
export { scan, setMode, setPrefix, skipToNewline } from "./scan";
export { beginTemplate, addTemplatePart, clearTemplates, finishTemplate } from "./template";
export { forgetNodes } from "./nodes";
export {
  addRecord,
  setWanted,
  setDimension,
  setFilterOp,
  filteredCount,
  untimedCount,
  setKnownType,
} from "./record";
export { setQuotaMessage } from "./outcome";
export { CHUNK as rowsTogether } from "./pairs";
export { tableKeys, tableCount, tableOverflow } from "./table";
export {
  targetsTable,
  groupsTable,
  typesTable,
  groupRow,
  groupStride,
  minuteAt,
  minuteCount,
  minuteStride,
  minuteOverflow,
  cellAt,
  cellCount,
  cellStride,
  cellOverflow,
  outcomeAt,
  outcomeCount,
  outcomeOverflow,
} from "./counts";
export { droppedValues } from "./histogram";
export { packRows, packedEnd } from "./pack-rows";
export { clearSums, addEntries, addRow, valuesIn, bucketOfRank, packSums } from "./sums";
export { summaryRow, summaryCount, summaryStride, summaryFloor } from "./summary";
export { worstRow, worstCount, worstStride } from "./worst";
