// JSON in any key order and nesting. Reads what JSON.parse reads and refuses what it refuses; it also leaves to the host
// what is rare and would make it slow: keys with escapes, keys that stand twice, deep nesting, and numbers that are not
// plain digits where a field's number stands.
import { BARE_MESSAGE, TIME } from "./fields";
import { enterNode, IGNORED, nextRecord, nodeField, ROOT } from "./nodes";
import { ESCAPED, setSlot } from "./slots";
import { endOfString, hasEscapes, nextSpecial } from "./strings";

const MAX_DEPTH: i32 = 32;

let recognised: i32 = 0;

/** Behind the object that begins at `p`; 0 where there is none, or none with a field that an access log has. */
export function tokenize(p: usize): usize {
  if (load<u8>(p) != 0x7b) return 0;
  recognised = 0;
  nextRecord();
  const end = readObject(p + 1, ROOT, 1);
  return recognised > 0 ? end : 0;
}

/** Spaces and tabs, and carriage returns; a newline ends a record. */
// @inline
export function skipSpace(p: usize): usize {
  return load<u8>(p) > 0x20 ? p : behindSpace(p);
}

function behindSpace(from: usize): usize {
  let p = from;
  while (true) {
    const byte = load<u8>(p);
    if (byte != 0x20 && byte != 0x09 && byte != 0x0d) return p;
    p++;
  }
}

function readObject(from: usize, parent: i32, depth: i32): usize {
  let p = skipSpace(from);
  if (load<u8>(p) == 0x7d) return p + 1;
  while (load<u8>(p) == 0x22) {
    const key = p + 1;
    let keyEnd = nextSpecial(key);
    let node = IGNORED;
    if (load<u8>(keyEnd) != 0x22) {
      keyEnd = endOfString(key);
      // Keys with escapes are the host's, unless nobody asks what they say.
      if (keyEnd == 0 || parent != IGNORED) return 0;
    } else if (parent != IGNORED) {
      node = enterNode(parent, key, <i32>(keyEnd - key));
      if (node == 0) return 0;
    }
    p = skipSpace(keyEnd + 1);
    if (load<u8>(p) != 0x3a) return 0;
    p = skipSpace(p + 1);
    const end = load<u8>(p) == 0x22 ? nextSpecial(p + 1) : 0;
    if (end != 0 && load<u8>(end) == 0x22) {
      keep(node, p + 1, <i32>(end - p - 1));
      p = end + 1;
    } else {
      p = readValue(p, node, depth);
      if (p == 0) return 0;
    }
    p = skipSpace(p);
    const byte = load<u8>(p);
    if (byte == 0x7d) return p + 1;
    if (byte != 0x2c) return 0;
    p = skipSpace(p + 1);
  }
  return 0;
}

function readArray(from: usize, depth: i32): usize {
  let p = skipSpace(from);
  if (load<u8>(p) == 0x5d) return p + 1;
  while (true) {
    p = readValue(p, IGNORED, depth);
    if (p == 0) return 0;
    p = skipSpace(p);
    const byte = load<u8>(p);
    if (byte == 0x5d) return p + 1;
    if (byte != 0x2c) return 0;
    p = skipSpace(p + 1);
  }
}

function readValue(p: usize, node: i32, depth: i32): usize {
  const byte = load<u8>(p);
  if (byte == 0x22) {
    const end = endOfString(p + 1);
    if (end != 0) keep(node, p + 1, (<i32>(end - p - 1)) | (hasEscapes ? ESCAPED : 0));
    return end == 0 ? 0 : end + 1;
  }
  if (byte == 0x7b) return depth == MAX_DEPTH ? 0 : readObject(p + 1, node, depth + 1);
  if (byte == 0x5b) return depth == MAX_DEPTH ? 0 : readArray(p + 1, depth + 1);
  return readBare(p, node);
}

// @inline
function keep(node: i32, at: usize, length: i32): void {
  const field = node == IGNORED ? -1 : nodeField(node);
  if (field >= 0) {
    setSlot(field, at, length);
    if (field != TIME && field != BARE_MESSAGE) recognised++;
  }
}

function readBare(p: usize, node: i32): usize {
  const plain = endOfPlain(p);
  if (plain != 0) {
    keep(node, p, load<u8>(p) == 0x6e ? 0 : <i32>(plain - p));
    return plain;
  }
  // Any other number is written back by JSON.parse in another form.
  if (node != IGNORED && nodeField(node) >= 0) return 0;
  return endOfNumber(p);
}

/**
 * Behind `true`, `false`, `null` or up to 15 digits without a leading zero; 0 for anything else. What follows is not
 * looked at, except that it does not go on as a number.
 */
export function endOfPlain(p: usize): usize {
  const first = load<u8>(p);
  if (<u32>first - 0x30 <= 9) {
    let end = p + 1;
    while (<u32>load<u8>(end) - 0x30 <= 9) end++;
    const next = load<u8>(end);
    if (next == 0x2e || (next | 0x20) == 0x65) return 0;
    return end - p > 15 || (first == 0x30 && end - p > 1) ? 0 : end;
  }
  const word = load<u32>(p);
  if (word == 0x65757274 || word == 0x6c6c756e) return p + 4;
  return word == 0x736c6166 && load<u8>(p + 4) == 0x65 ? p + 5 : 0;
}

function endOfNumber(from: usize): usize {
  let p = from;
  if (load<u8>(p) == 0x2d) p++;
  if (load<u8>(p) == 0x30) p++;
  else {
    p = endOfDigits(p);
    if (p == 0) return 0;
  }
  if (load<u8>(p) == 0x2e) {
    p = endOfDigits(p + 1);
    if (p == 0) return 0;
  }
  if ((load<u8>(p) | 0x20) == 0x65) {
    const sign = load<u8>(p + 1);
    p = endOfDigits(sign == 0x2b || sign == 0x2d ? p + 2 : p + 1);
  }
  return p;
}

function endOfDigits(from: usize): usize {
  let p = from;
  while (<u32>load<u8>(p) - 0x30 <= 9) p++;
  return p == from ? 0 : p;
}
