// Texts as numbers: each new text gets the next number, up to a bound.
import { hashBytes, reserve, sameBytes } from "./memory";

@unmanaged
export class Table {
  capacity: i32;
  count: i32;
  /** How often a text found no room. */
  overflow: u32;
  index: usize;
  indexMask: u32;
  entries: usize;
  /** How many more bytes of texts there may be. */
  bytesLeft: usize;
  bytesTop: usize;
  bytesEnd: usize;
}

const ENTRY: usize = 12;
/** Texts lie in pieces of this size, made as they come. Only a table of fewer bytes takes a longer text. */
const PIECE: usize = 1 << 16;

/** @param indexSize a power of two, twice the capacity or more. */
export function createTable(capacity: i32, indexSize: u32, byteCapacity: usize): Table {
  const table = changetype<Table>(reserve(offsetof<Table>()));
  table.capacity = capacity;
  table.index = reserve(<usize>indexSize * 4);
  table.indexMask = indexSize - 1;
  table.entries = reserve(<usize>capacity * ENTRY);
  table.bytesLeft = byteCapacity;
  return table;
}

/** The text's number; -1 where there is no room for another. */
export function enter(table: Table, at: usize, length: i32): i32 {
  const hash = hashBytes(at, length, 0);
  let place = hash & table.indexMask;
  while (true) {
    const number = load<i32>(table.index + <usize>place * 4) - 1;
    if (number < 0) break;
    const entry = table.entries + <usize>number * ENTRY;
    const isSame = load<u32>(entry + 8) == hash && load<i32>(entry + 4) == length;
    if (isSame && sameBytes(<usize>load<u32>(entry), at, length)) return number;
    place = (place + 1) & table.indexMask;
  }
  if (table.count == table.capacity || <usize>length > table.bytesLeft) {
    table.overflow++;
    return -1;
  }
  if (table.bytesTop + <usize>length > table.bytesEnd) addPiece(table);
  const number = table.count++;
  const entry = table.entries + <usize>number * ENTRY;
  memory.copy(table.bytesTop, at, <usize>length);
  store<u32>(entry, <u32>table.bytesTop);
  store<i32>(entry + 4, length);
  store<u32>(entry + 8, hash);
  table.bytesTop += <usize>length;
  table.bytesLeft -= <usize>length;
  store<i32>(table.index + <usize>place * 4, number + 1);
  return number;
}

function addPiece(table: Table): void {
  const size = min(PIECE, table.bytesLeft);
  table.bytesTop = reserve(size + 64);
  table.bytesEnd = table.bytesTop + size;
}

/** For the host: where the entries (address, length, hash) of a table begin. */
export function tableKeys(table: Table): usize {
  return table.entries;
}
export function tableCount(table: Table): i32 {
  return table.count;
}
export function tableOverflow(table: Table): u32 {
  return table.overflow;
}
