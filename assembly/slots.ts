// Where the values of the current record lie: for each field an address and a length. An address of 0: the line does not
// have the field. A length of 0: it is without a value (empty, or null in JSON). The flag ESCAPED: JSON escapes are in it.
import { FIELD_COUNT } from "./fields";
import { reserve } from "./memory";
import { unescape } from "./strings";

export const ESCAPED: i32 = 0x40000000;
const UNESCAPED_SIZE: usize = (1 << 20) + (1 << 18) + 64;

export const slots: usize = reserve(<usize>(FIELD_COUNT + 1) * 8);
/** Where values go that are no field. */
export const UNKEPT: i32 = FIELD_COUNT;
/** 0 until the first text with escapes: most logs have none. */
let unescaped: usize = 0;
let unescapedTop: usize = 0;

export function clearSlots(): void {
  for (let at: usize = 0; at < <usize>FIELD_COUNT * 8; at += 16) v128.store(slots + at, i64x2.splat(0));
  unescapedTop = unescaped;
}

/** A hyphen, which is how API Gateway writes that a variable has no value, is kept as a value of no length. */
// @inline
export function setSlot(field: i32, at: usize, given: i32): void {
  fillSlot(slotOf(field), at, given);
}

// @inline
export function fillSlot(slot: usize, at: usize, given: i32): void {
  const length = given == 1 && load<u8>(at) == 0x2d ? 0 : given;
  store<u64>(slot, ((<u64>(<u32>length)) << 32) | (<u64>at));
}

// @inline
export function slotOf(field: i32): usize {
  return slots + ((<usize>field) << 3);
}

/** Whether the line has the field at all, with or without a value. */
// @inline
export function isSeen(field: i32): bool {
  return load<u32>(slots + ((<usize>field) << 3)) != 0;
}

// @inline
export function slotAt(field: i32): usize {
  return <usize>load<u32>(slots + ((<usize>field) << 3));
}

/**
 * Length of the field's value, with escapes undone; 0 where there is none: the field is missing, empty or a hyphen,
 * which is how API Gateway writes that a variable has no value.
 */
// @inline
export function slotLength(field: i32): i32 {
  const length = load<i32>(slots + ((<usize>field) << 3) + 4);
  return length < ESCAPED ? length : unescapedLength(field, length);
}

/** Of a text with escapes, which are undone now that somebody asks. */
function unescapedLength(field: i32, flagged: i32): i32 {
  if (unescaped == 0) unescapedTop = unescaped = reserve(UNESCAPED_SIZE);
  const at = unescapedTop;
  const length = unescape(slotAt(field), flagged & ~ESCAPED, at);
  unescapedTop = at + <usize>length;
  setSlot(field, at, length);
  return load<i32>(slots + ((<usize>field) << 3) + 4);
}

/** A new record: nothing of the last one's unescaped texts is needed any more. */
export function beginRecord(): void {
  unescapedTop = unescaped;
}
