// JSON strings, 16 bytes at a time.

/** Whether the string that `endOfString` has just passed has escapes in it. */
export let hasEscapes: bool = false;

/**
 * Which of 16 bytes are a quote, a backslash or a control character: a bit for each. With the bit 2 turned over, a quote is
 * 0x20 and control characters are what lies below, so that one comparison finds both.
 */
// @inline
export function specialBytes(p: usize): i32 {
  const bytes = v128.load(p);
  const turned = v128.xor(bytes, i8x16.splat(0x02));
  return i8x16.bitmask(
    v128.or(i8x16.eq(i8x16.min_u(turned, i8x16.splat(0x20)), turned), i8x16.eq(bytes, i8x16.splat(0x5c))),
  );
}

/** The first of those bytes at or behind `from`; behind the buffer stands one. */
// @inline
export function nextSpecial(from: usize): usize {
  let p = from;
  let special = specialBytes(p);
  while (special == 0) special = specialBytes((p += 16));
  return p + <usize>ctz(special);
}

/**
 * The closing quote of a string whose first byte is at `p`; 0 where no valid string ends here: a control character
 * (the newline behind the buffer too) or an escape that JSON does not know.
 */
export function endOfString(from: usize): usize {
  let p = from;
  hasEscapes = false;
  while (true) {
    p = nextSpecial(p);
    const found = load<u8>(p);
    if (found == 0x22) return p;
    if (found != 0x5c) return 0;
    const length = escapeLength(p);
    if (length == 0) return 0;
    hasEscapes = true;
    p += length;
  }
}

function escapeLength(p: usize): usize {
  const letter = load<u8>(p + 1);
  if (letter == 0x75) return hexUnit(p + 2) < 0 ? 0 : 6;
  return plainEscape(letter) == 0 ? 0 : 2;
}

/** What a one-letter escape stands for; 0 for a letter that makes none. */
function plainEscape(letter: u8): u8 {
  switch (letter) {
    case 0x22:
    case 0x5c:
    case 0x2f:
      return letter;
    case 0x62:
      return 8;
    case 0x66:
      return 12;
    case 0x6e:
      return 10;
    case 0x72:
      return 13;
    case 0x74:
      return 9;
    default:
      return 0;
  }
}

/** Four hexadecimal digits; -1 where they are not. Never looks behind the first that is not. */
function hexUnit(p: usize): i32 {
  let value = 0;
  for (let index: usize = 0; index < 4; index++) {
    const letter: i32 = <i32>load<u8>(p + index);
    const lower = letter | 0x20;
    if (letter >= 0x30 && letter <= 0x39) value = (value << 4) | (letter - 0x30);
    else if (lower >= 0x61 && lower <= 0x66) value = (value << 4) | (lower - 0x57);
    else return -1;
  }
  return value;
}

/**
 * Writes a valid string's text to `to`, as UTF-8, and returns its length, which is never greater. A surrogate without
 * its other half becomes U+FFFD, as everywhere where text becomes UTF-8.
 */
export function unescape(from: usize, length: i32, to: usize): i32 {
  const end = from + <usize>length;
  let p = from;
  let out = to;
  while (p < end) {
    const byte = load<u8>(p);
    if (byte != 0x5c) {
      // What is copied too much is written over, or lies behind the end.
      const bytes = v128.load(p);
      v128.store(out, bytes);
      const escapes = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x5c)));
      const plain = min(escapes == 0 ? 16 : <usize>ctz(escapes), end - p);
      p += plain;
      out += plain;
      continue;
    }
    const letter = load<u8>(p + 1);
    if (letter != 0x75) {
      store<u8>(out++, plainEscape(letter));
      p += 2;
      continue;
    }
    let point = hexUnit(p + 2);
    p += 6;
    if ((point & 0xfc00) == 0xd800 && p + 6 <= end && load<u16>(p) == 0x755c) {
      const low = hexUnit(p + 2);
      if ((low & 0xfc00) == 0xdc00) {
        point = 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff);
        p += 6;
      }
    }
    out = putUtf8((point & 0xf800) == 0xd800 ? 0xfffd : point, out);
  }
  return <i32>(out - to);
}

function putUtf8(point: i32, to: usize): usize {
  if (point < 0x80) {
    store<u8>(to, <u8>point);
    return to + 1;
  }
  if (point < 0x800) {
    store<u8>(to, <u8>(0xc0 | (point >> 6)));
    store<u8>(to + 1, <u8>(0x80 | (point & 0x3f)));
    return to + 2;
  }
  if (point < 0x10000) {
    store<u8>(to, <u8>(0xe0 | (point >> 12)));
    store<u8>(to + 1, <u8>(0x80 | ((point >> 6) & 0x3f)));
    store<u8>(to + 2, <u8>(0x80 | (point & 0x3f)));
    return to + 3;
  }
  store<u8>(to, <u8>(0xf0 | (point >> 18)));
  store<u8>(to + 1, <u8>(0x80 | ((point >> 12) & 0x3f)));
  store<u8>(to + 2, <u8>(0x80 | ((point >> 6) & 0x3f)));
  store<u8>(to + 3, <u8>(0x80 | (point & 0x3f)));
  return to + 4;
}
