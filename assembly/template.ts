// Templates: the literal bytes between the values of a line, learned from a line or compiled from a Format.
import { reserve, sameBytes, scratch } from "./memory";
import { ESCAPED, fillSlot, slotOf, UNKEPT } from "./slots";
import { endOfString, hasEscapes, nextSpecial } from "./strings";
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
// Of a part: 0 the first 16 bytes of its literal, 16 its last 16 (which overlap those where it is shorter than 32), 32 a mask of
// what counts of both (all, unless the literal is shorter than 16), 48 length, 52 kind of the value behind it, 56 the address
// of its slot, 60 where the last 16 bytes begin, 64 address of the whole literal, 68 how long the value was last time (-1: that
// tells nothing), 72 how often it was not that long.
const PART_SIZE: usize = 80;
const LITERAL_BYTES: usize = 1 << 14;
const TEMPLATE_SIZE: usize = <usize>MAX_PARTS * PART_SIZE + LITERAL_BYTES + 64;

const templates: usize = reserve(<usize>MAX_TEMPLATES * TEMPLATE_SIZE);
const partCounts: usize = reserve(<usize>MAX_TEMPLATES * 4);
let literalTop: usize = 0;
let partsHere: i32 = 0;
export let templateCount: i32 = 0;
/** How often a template has been tried. */
let tried: i32 = 0;

export function clearTemplates(): void {
  templateCount = 0;
  tried = 0;
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
  const tail = <usize>max(length - 16, 0);
  v128.store(part, v128.load(literalTop));
  v128.store(part + 16, v128.load(literalTop + tail));
  for (let lane = 0; lane < 16; lane++) store<u8>(part + 32 + lane, lane < length ? 0xff : 0);
  store<i32>(part + 48, length);
  store<i32>(part + 52, kind);
  store<u32>(part + 56, <u32>slotOf(field < 0 ? UNKEPT : field));
  store<u32>(part + 60, <u32>tail);
  store<u32>(part + 64, <u32>literalTop);
  store<i32>(part + 68, kind == STRING ? 0 : -1);
  store<i32>(part + 72, 0);
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
  tried++;
  // A Format may begin with a variable, and so with any text; but a value does not begin as JSON does.
  if (load<i32>(part + 48) == 0 && load<u8>(from) == 0x7b) return 0;
  let p = from;
  for (; part < lastPart; part += PART_SIZE) {
    const head = v128.xor(v128.load(p), v128.load(part));
    const tail = v128.xor(v128.load(p + <usize>load<u32>(part + 60)), v128.load(part + 16));
    if (v128.any_true(v128.and(v128.or(head, tail), v128.load(part + 32)))) return 0;
    const length = load<i32>(part + 48);
    if (length > 32 && !sameBytes(p + 16, <usize>load<u32>(part + 64) + 16, length - 32)) return 0;
    p += <usize>length;
    const kind = load<i32>(part + 52);
    let end: usize = p;
    let value: i32;
    if (kind == STRING) {
      end = nextSpecial(p);
      const expected = load<i32>(part + 68);
      if (expected >= 0) {
        // Taken or not, both are the same address: but this one is known before the bytes are, so that the processor can go
        // on to the next value while it still looks for the end of this one.
        const predicted = p + <usize>expected;
        if (end == predicted) end = predicted;
        else surprise(part, <i32>(end - p));
      }
      value = <i32>(end - p);
      if (load<u8>(end) != 0x22) {
        end = endOfString(p);
        if (end == 0) return 0;
        value = (<i32>(end - p)) | (hasEscapes ? ESCAPED : 0);
      }
    } else {
      if (kind == END) return p;
      if (kind == BARE) end = endOfPlain(p);
      else end = kind == REST ? endOfLine(p) : endOfText(p, part + PART_SIZE, kind == ROUTE);
      if (end == 0) return 0;
      value = kind == BARE && load<u8>(p) == 0x6e ? 0 : <i32>(end - p);
    }
    fillSlot(<usize>load<u32>(part + 56), p, value);
    p = end;
  }
  return p;
}

/** A value was not as long as the one before. Where that is usual, a wrong guess costs more than waiting. */
function surprise(part: usize, length: i32): void {
  const times = load<i32>(part + 72) + 1;
  store<i32>(part + 72, times);
  store<i32>(part + 68, times > 64 && times > tried >> 3 ? -1 : length);
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
  const literal = <usize>load<u32>(part + 64);
  const length = load<i32>(part + 48);
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
