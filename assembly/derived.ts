// What a text is derived to (the family of a user agent, the pattern of a message, whether it passes a filter) is worked
// out by the host, once for each text that is seen: texts repeat. When the cache is full it starts anew.
import { derive } from "./host";
import { hashBytes, reserve, sameBytes, scratch } from "./memory";
import { summaryHash } from "./summary";

export const FAMILY: i32 = 0;
export const PATTERN: i32 = 1;
/** Predicates of a filter are numbered from here on. */
export const PREDICATES: i32 = 16;

/** Longer texts are derived from their beginning. */
const MAX_TEXT: i32 = 4096;
const ENTRIES: u32 = 8192;
const MOST: i32 = 6000;
/** What the longest text and what it is derived to take, and more. */
const CHUNK: usize = 1 << 17;
const CHUNKS: usize = 24;
/** 0 hash (never 0), 4 kind, 8 text, 12 its length, 16 what it is derived to, 20 its length, 24 its hash. */
const ENTRY: usize = 28;

const entries: usize = reserve(<usize>ENTRIES * ENTRY);
const SHORTCUT_BITS: usize = 8;
/** Addresses of entries, by the first and last bytes of their texts. */
const shortcuts: usize = reserve(4 << SHORTCUT_BITS);
/** Where texts lie: 0 where a chunk has not been needed yet. */
const chunks: usize = reserve(CHUNKS * 4);
let chunksTaken: usize = 0;
let bytesTop: usize = 0;
let bytesEnd: usize = 0;
let count: i32 = 0;

export let derivedAt: usize = 0;
export let derivedLength: i32 = 0;
export let derivedHash: u32 = 0;

/** Leaves address, length and hash in `derivedAt`, `derivedLength` and `derivedHash`. */
// @inline
export function deriveText(kind: i32, at: usize, fullLength: i32): void {
  const length = min(fullLength, MAX_TEXT);
  // Most texts have been met lately, so the ends of one tell where to look, and hashing all of it is saved.
  const ends = load<u64>(at) * 0xbf58476d1ce4e5b9 + load<u64>(at + <usize>max(length - 8, 0));
  const shortcut = shortcuts + ((<usize>((ends * 0x94d049bb133111eb) >> (<u64>(64 - SHORTCUT_BITS)))) << 2);
  const entry = <usize>load<u32>(shortcut);
  if (entry != 0 && isEntryOf(entry, kind, at, length)) takeEntry(entry);
  else store<u32>(shortcut, <u32>findEntry(kind, at, length));
}

// @inline
function isEntryOf(entry: usize, kind: i32, at: usize, length: i32): bool {
  return (
    load<i32>(entry + 12) == length &&
    load<i32>(entry + 4) == kind &&
    sameBytes(<usize>load<u32>(entry + 8), at, length)
  );
}

// @inline
function takeEntry(entry: usize): void {
  derivedAt = <usize>load<u32>(entry + 16);
  derivedLength = load<i32>(entry + 20);
  derivedHash = load<u32>(entry + 24);
}

/** The text's entry, which is made where there is none yet. */
function findEntry(kind: i32, at: usize, length: i32): usize {
  const hash = hashBytes(at, length, <u32>kind + 2) | 1;
  let place = (hash >> 8) & (ENTRIES - 1);
  while (true) {
    const entry = entries + <usize>place * ENTRY;
    const known = load<u32>(entry);
    if (known == 0) return makeEntry(kind, at, length, hash, place);
    if (known == hash && isEntryOf(entry, kind, at, length)) {
      takeEntry(entry);
      return entry;
    }
    place = (place + 1) & (ENTRIES - 1);
  }
}

/** Of a text that has not been met; `free` is its place. */
function makeEntry(kind: i32, at: usize, length: i32, hash: u32, free: u32): usize {
  let place = free;
  const outLength = derive(kind, at, length);
  if (count == MOST || !hasRoom(<usize>(length + outLength))) {
    memory.fill(entries, 0, <usize>ENTRIES * ENTRY);
    memory.fill(shortcuts, 0, 4 << SHORTCUT_BITS);
    chunksTaken = 0;
    takeChunk();
    count = 0;
    place = (hash >> 8) & (ENTRIES - 1);
  }
  const entry = entries + <usize>place * ENTRY;
  memory.copy(bytesTop, at, <usize>length);
  memory.copy(bytesTop + <usize>length, scratch, <usize>outLength);
  store<u32>(entry, hash);
  store<i32>(entry + 4, kind);
  store<u32>(entry + 8, <u32>bytesTop);
  store<i32>(entry + 12, length);
  derivedAt = bytesTop + <usize>length;
  derivedLength = outLength;
  store<u32>(entry + 16, <u32>derivedAt);
  store<i32>(entry + 20, outLength);
  derivedHash = summaryHash(derivedAt, outLength);
  store<u32>(entry + 24, derivedHash);
  bytesTop += <usize>(length + outLength);
  count++;
  return entry;
}

function hasRoom(length: usize): bool {
  if (bytesTop + length <= bytesEnd) return true;
  if (chunksTaken == CHUNKS) return false;
  takeChunk();
  return true;
}

function takeChunk(): void {
  const place = chunks + chunksTaken * 4;
  if (load<u32>(place) == 0) store<u32>(place, <u32>reserve(CHUNK + 64));
  bytesTop = <usize>load<u32>(place);
  bytesEnd = bytesTop + CHUNK;
  chunksTaken++;
}
