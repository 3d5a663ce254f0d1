// Templates: the literal bytes between the values of a line, learned from a line or compiled from a Format.
import { reserve, sameBytes, scratch } from "./memory";
import { ESCAPED, setSlot } from "./slots";
import { endOfString, hasEscapes, specialBytes } from "./strings";
import { endOfPlain } from "./tokenizer";

/** A JSON string: up to the quote that opens the next literal. */
const STRING: i32 = 0;
/** A JSON number, true, false or null. */
const BARE: i32 = 1;
/** Text up to the first occurrence of the next literal. */
const TEXT: i32 = 2;
/** As TEXT, but it may hold the space between verb and path. */
const ROUTE: i32 = 3;
/** Text up to the end of the line. */
const REST: i32 = 4;
/** No value: the line's last literal. */
const END: i32 = 5;

const MAX_TEMPLATES: i32 = 4;
const MAX_PARTS: i32 = 256;
const PART_SIZE: usize = 16;
const LITERAL_BYTES: usize = 1 << 14;
const TEMPLATE_SIZE: usize = <usize>MAX_PARTS * PART_SIZE + LITERAL_BYTES + 64;

const templates: usize = reserve(<usize>MAX_TEMPLATES * TEMPLATE_SIZE);
const partCounts: usize = reserve(<usize>MAX_TEMPLATES * 4);
let literalTop: usize = 0;
let partsHere: i32 = 0;
export let templateCount: i32 = 0;

export function clearTemplates(): void {
  templateCount = 0;
}

/** False where there is room for no more. */
export function beginTemplate(): bool {
  partsHere = 0;
  literalTop = templates + <usize>templateCount * TEMPLATE_SIZE + <usize>MAX_PARTS * PART_SIZE;
  return templateCount < MAX_TEMPLATES;
}

/** A literal, which lies in `scratch`, and the value behind it. False where it does not fit. */
export function addTemplatePart(length: i32, kind: i32, field: i32): bool {
  const base = templates + <usize>templateCount * TEMPLATE_SIZE;
  if (partsHere == MAX_PARTS || literalTop + <usize>length > base + TEMPLATE_SIZE - 64) return false;
  const part = base + <usize>partsHere * PART_SIZE;
  memory.copy(literalTop, scratch, <usize>length);
  store<u32>(part, <u32>literalTop);
  store<i32>(part + 4, length);
  store<i32>(part + 8, kind);
  store<i32>(part + 12, field);
  literalTop += <usize>length;
  partsHere++;
  return true;
}

export function finishTemplate(): void {
  store<i32>(partCounts + <usize>templateCount * 4, partsHere);
  templateCount++;
}

/** Behind the record at `from` where it matches the template; 0 where it does not. Fills the slots that it has. */
export function matchTemplate(template: i32, from: usize): usize {
  let part = templates + <usize>template * TEMPLATE_SIZE;
  const lastPart = part + <usize>load<i32>(partCounts + <usize>template * 4) * PART_SIZE;
  let p = from;
  for (; part < lastPart; part += PART_SIZE) {
    const length = load<i32>(part + 4);
    const literal = <usize>load<u32>(part);
    const differing = v128.xor(v128.load(p), v128.load(literal));
    if (length < 16) {
      const equal = i8x16.bitmask(i8x16.eq(differing, i8x16.splat(0)));
      if (~equal & ((1 << length) - 1)) return 0;
    } else {
      // The last 16 bytes overlap the first where the literal is shorter than 32.
      const tail = <usize>(length - 16);
      const rest = v128.xor(v128.load(p + tail), v128.load(literal + tail));
      if (v128.any_true(v128.or(differing, rest))) return 0;
      if (length > 32 && !sameBytes(p + 16, literal + 16, length - 32)) return 0;
    }
    p += <usize>length;
    const kind = load<i32>(part + 8);
    let end: usize = p;
    let flags = 0;
    if (kind == STRING) {
      // As endOfString does it, without a call: this is where most of the time goes.
      let special = specialBytes(end);
      while (special == 0) special = specialBytes((end += 16));
      end += <usize>ctz(special);
      if (load<u8>(end) != 0x22) {
        end = endOfString(p);
        flags = hasEscapes ? ESCAPED : 0;
      }
    } else if (kind == BARE) end = endOfPlain(p);
    else if (kind == END) return p;
    else end = kind == REST ? endOfLine(p) : endOfText(p, part + PART_SIZE, kind == ROUTE);
    if (end == 0) return 0;
    const field = load<i32>(part + 12);
    if (field >= 0) setSlot(field, p, kind == BARE && load<u8>(p) == 0x6e ? 0 : (<i32>(end - p)) | flags);
    p = end;
  }
  return p;
}

/** The end of the line that `p` is in; a carriage return before the newline is not part of it. */
export function endOfLine(from: usize): usize {
  let p = from;
  while (true) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(p), i8x16.splat(0x0a)));
    if (found != 0) {
      p += <usize>ctz(found);
      return p > from && load<u8>(p - 1) == 0x0d ? p - 1 : p;
    }
    p += 16;
  }
}

/** Where the literal of `part` first occurs in the line; 0 where it does not. */
function endOfText(from: usize, part: usize, isRoute: bool): usize {
  const literal = <usize>load<u32>(part);
  const length = load<i32>(part + 4);
  const first = i8x16.splat(load<u8>(literal));
  let mayHoldSpace = isRoute && load<u8>(from) != 0x24;
  let p = from;
  while (true) {
    const bytes = v128.load(p);
    let found = i8x16.bitmask(v128.or(i8x16.eq(bytes, first), i8x16.eq(bytes, i8x16.splat(0x0a))));
    while (found != 0) {
      const at = p + <usize>ctz(found);
      if (load<u8>(at) == 0x0a) return 0;
      found &= found - 1;
      if (!sameBytes(at, literal, length)) continue;
      if (!mayHoldSpace || load<u8>(at + <usize>length) != 0x2f) return at;
      mayHoldSpace = false;
    }
    p += 16;
  }
}
