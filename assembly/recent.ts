// Lines repeat each other's route, API and stage. What such texts came to is remembered under their hash, one entry a
// hash, and believed only where every byte is the same; so a record costs one look-up instead of making a key for each
// table. A record says its texts by `part`, one after the other.
import { copyBytes, mixBytes, reserve, sameBytes } from "./memory";

const MAX_PARTS: i32 = 18;
/** What an entry holds of texts, each rounded up to 16 bytes. */
const TEXT_SIZE: usize = 448;
/** 0 hash, 4 target, 8 group, 12 number of parts (0: empty), 16 lengths (16 bits each), 64 texts. */
const ENTRY: usize = 64 + TEXT_SIZE;
const ENTRIES: u32 = 256;

const entries: usize = reserve(<usize>ENTRIES * ENTRY + 16);
/** Address and length of each part. */
const parts: usize = reserve(<usize>MAX_PARTS * 8);
let partCount: i32 = 0;
let mixed: u64 = 0;

// @inline
export function beginParts(): void {
  partCount = 0;
  mixed = 0;
}

// @inline
export function addPart(at: usize, length: i32): void {
  store<u64>(parts + ((<usize>partCount) << 3), ((<u64>length) << 32) | (<u64>at));
  mixed = rotl<u64>(mixed, 23) + mixBytes(0, at, length);
  partCount++;
}

/** The entry of the parts said last: its target stands at 4, its group at 8. 0 where it has not been kept. */
// @inline
export function recentEntry(): usize {
  const hash = <u32>(mixed >> 32);
  const entry = entries + <usize>(hash & (ENTRIES - 1)) * ENTRY;
  if (load<u32>(entry) != hash || load<i32>(entry + 12) != partCount) return 0;
  let text = entry + 64;
  for (let part: usize = 0; part < <usize>partCount; part++) {
    const length = load<i32>(parts + (part << 3) + 4);
    const at = <usize>load<u32>(parts + (part << 3));
    if (<i32>load<u16>(entry + 16 + part * 2) != length || !sameBytes(text, at, length)) return 0;
    text += <usize>((length + 15) & ~15);
  }
  return entry;
}

/** Remembers what the parts said last came to, unless they are too long for that. */
export function keepRecent(target: i32, group: i32): void {
  const hash = <u32>(mixed >> 32);
  const entry = entries + <usize>(hash & (ENTRIES - 1)) * ENTRY;
  let text = entry + 64;
  store<i32>(entry + 12, 0);
  for (let part: usize = 0; part < <usize>partCount; part++) {
    const length = load<i32>(parts + (part << 3) + 4);
    if (length > <i32>TEXT_SIZE || text + <usize>length > entry + ENTRY) return;
    store<u16>(entry + 16 + part * 2, <u16>length);
    copyBytes(text, <usize>load<u32>(parts + (part << 3)), length);
    text += <usize>((length + 15) & ~15);
  }
  store<u32>(entry, hash);
  store<i32>(entry + 4, target);
  store<i32>(entry + 8, group);
  store<i32>(entry + 12, partCount);
}
