// Cuts the buffer into records and hands each to the first that can read it.
import { learn, odd } from "./host";
import { buffer } from "./memory";
import { addRecord } from "./record";
import { beginRecord, clearSlots, setSlot } from "./slots";
import { TIME } from "./fields";
import { endOfLine, matchTemplate, templateCount } from "./template";
import { skipSpace, tokenize } from "./tokenizer";

let isJson: bool = true;
/** Objects may follow each other without a newline, as Firehose delivers them. */
let isConcatenated: bool = false;
/** Words before each record; the first is a time. */
let prefixWords: i32 = 0;
let lastTemplate: i32 = 0;
let readByTokenizer: u32 = 0;
let misses: u32 = 0;
let isSkipping: bool = false;
/** The template that filled the slots last; what it filled it fills again, so they need not be cleared for it. */
let filledBy: i32 = -1;

export function setMode(json: bool, concatenated: bool): void {
  isJson = json;
  isConcatenated = concatenated;
}

export function setPrefix(words: i32): void {
  prefixWords = words;
}

/** What comes up to the next newline belongs to a record that is too long to be read. */
export function skipToNewline(): void {
  isSkipping = true;
}

/**
 * Reads the records in the first `length` bytes of the buffer. Returns how many bytes are done with; the rest is the
 * beginning of a record whose end is still to come. With `isEnd` nothing is still to come.
 */
export function scan(length: i32, isEnd: bool): i32 {
  const limit = buffer + <usize>length;
  for (let at: usize = 0; at < 64; at += 16) v128.store(limit + at, i8x16.splat(0x0a));
  let p = buffer;
  if (isSkipping) {
    p = newlineAt(p);
    isSkipping = p >= limit && !isEnd;
    if (p >= limit) return length;
  }
  while (p < limit) {
    const byte = load<u8>(p);
    if (byte == 0x0a || byte == 0x0d || byte == 0x20 || byte == 0x09) {
      p++;
      continue;
    }
    beginRecord();
    const end = readRecord(p, limit, isEnd);
    if (end != 0) {
      addRecord();
      p = end;
      continue;
    }
    const boundary = recordEnd(p);
    if (boundary >= limit && !isEnd) break;
    filledBy = -1;
    odd(p, <i32>(min(boundary, limit) - p));
    p = boundary;
  }
  return <i32>(min(p, limit) - buffer);
}

/** Behind the record, where it could be read and its end is certain; else 0. */
function readRecord(from: usize, limit: usize, isEnd: bool): usize {
  if (prefixWords > 0 && afterPrefix(from) == 0) return 0;
  if (!isJson) return textRecord(from, limit, isEnd);
  // Where no template has fitted for long, keys have no order, and only now and then one is tried again.
  if (templateCount > 0 && (misses < 64 || (misses & 63) == 0)) {
    const end = certainEnd(jsonTemplate(from), limit, isEnd);
    if (end != 0) {
      misses = 0;
      return end;
    }
  }
  misses++;
  const p = startSlots(from, -1);
  const end = tokenize(p);
  const sure = certainEnd(end, limit, isEnd);
  if (sure == 0) return 0;
  readByTokenizer++;
  // At the first, the 16th, the 256th, ... such record: a file of random key order must not learn at each.
  if ((readByTokenizer & (readByTokenizer - 1)) == 0 && ctz(readByTokenizer) % 4 == 0)
    learn(p, <i32>(end - p));
  return sure;
}

/** Templates of a text are variants of one Format, the stricter first. */
function textRecord(from: usize, limit: usize, isEnd: bool): usize {
  for (let template = 0; template < templateCount; template++) {
    const end = matchTemplate(template, startSlots(from, template));
    if (end != 0 && (load<u8>(end) == 0x0a || load<u16>(end) == 0x0a0d) && (end < limit || isEnd)) return end;
  }
  return 0;
}

/** Which template read the last record is tried first; another that fits has the same meaning. */
function jsonTemplate(from: usize): usize {
  let end = matchTemplate(lastTemplate, startSlots(from, lastTemplate));
  if (end != 0) return end;
  for (let template = 0; template < templateCount; template++) {
    if (template == lastTemplate) continue;
    end = matchTemplate(template, startSlots(from, template));
    if (end != 0) {
      lastTemplate = template;
      return end;
    }
  }
  return 0;
}

/** Behind the prefix. No slot is left from a record that something else has read. */
// @inline
function startSlots(from: usize, template: i32): usize {
  if (filledBy != template || template < 0) clearSlots();
  filledBy = template;
  return prefixWords > 0 ? afterPrefix(from) : from;
}

/** An object ends a record only with its line, or, among concatenated ones, before the next object. */
// @inline
function certainEnd(end: usize, limit: usize, isEnd: bool): usize {
  if (end == 0) return 0;
  const p = skipSpace(end);
  const byte = load<u8>(p);
  if (byte != 0x0a && !(isConcatenated && byte == 0x7b)) return 0;
  return p < limit || isEnd ? p : 0;
}

/** Skips the words before a record, of which the first is its time. */
function afterPrefix(from: usize): usize {
  let p = from;
  for (let word = 0; word < prefixWords; word++) {
    const start = p;
    while (load<u8>(p) > 0x20) p++;
    if (p == start || (load<u8>(p) != 0x20 && load<u8>(p) != 0x09)) return 0;
    if (word == 0) setSlot(TIME, start, <i32>(p - start));
    p++;
  }
  return p;
}

function newlineAt(p: usize): usize {
  const end = endOfLine(p);
  return load<u8>(end) == 0x0d ? end + 1 : end;
}

/** The newline behind a record that could not be read, or the start of the next concatenated object. */
function recordEnd(from: usize): usize {
  if (!isConcatenated) return newlineAt(from);
  let p = from;
  while (load<u8>(p) != 0x0a) {
    if (load<u8>(p) == 0x7d && load<u8>(p + 1) == 0x7b) return p + 1;
    p++;
  }
  return p;
}
