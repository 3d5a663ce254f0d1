// Memory is handed out from the bottom up and never given back: every table has a bound of its own, and a scanner lives
// as long as its run. It grows with what a log needs, since a log of a few lines is as frequent as one of a gigabyte, and
// the host's collector of garbage counts what is reserved, used or not. Growing leaves everything where it is.
let top: usize = (__heap_base + 63) & ~63;

/** Zeroed memory, aligned to 64 bytes. */
export function reserve(size: usize): usize {
  const at = top;
  top = (top + size + 63) & ~63;
  const missing = <isize>top - ((<isize>memory.size()) << 16);
  if (missing > 0 && memory.grow(<i32>((missing + 65535) >> 16)) < 0) unreachable();
  return at;
}

/** A record longer than the buffer is not read; API Gateway writes entries of at most 1 MiB. */
const BUFFER_SIZE: usize = (1 << 20) + (1 << 18);
/** Behind the bytes stand newlines, so that no loop needs to ask whether it has run off the end. */
const GUARD: usize = 64;
export const SCRATCH_SIZE: usize = 1 << 20;

export const buffer: usize = reserve(BUFFER_SIZE + GUARD);
export const bufferSize: usize = BUFFER_SIZE;
/** Where the host puts values of repaired lines, templates and keys; where derived texts come back. */
export const scratch: usize = reserve(SCRATCH_SIZE + GUARD);

/** Whether two runs of bytes are the same. May look at up to 15 bytes behind either. */
// @inline
export function sameBytes(left: usize, right: usize, length: i32): bool {
  if (length > 16) return sameLong(left, right, length);
  const differing = ~i8x16.bitmask(i8x16.eq(v128.load(left), v128.load(right)));
  return (differing & ((1 << length) - 1)) == 0;
}

function sameLong(left: usize, right: usize, length: i32): bool {
  let done = 0;
  for (; done + 16 <= length; done += 16) {
    if (v128.any_true(v128.xor(v128.load(left + done), v128.load(right + done)))) return false;
  }
  const rest = length - done;
  if (rest == 0) return true;
  const differing = ~i8x16.bitmask(i8x16.eq(v128.load(left + done), v128.load(right + done)));
  return (differing & ((1 << rest) - 1)) == 0;
}

/** Copies short runs faster than memory.copy. May write up to 15 bytes behind them. */
export function copyBytes(to: usize, from: usize, length: i32): void {
  for (let done = 0; done < length; done += 16) v128.store(to + done, v128.load(from + done));
}

/** A 32-bit hash of bytes. May look at up to 15 bytes behind them. */
// @inline
export function hashBytes(at: usize, length: i32, seed: u32): u32 {
  return <u32>(mixBytes(seed, at, length) >> 32);
}

/** Mixes bytes into a 64-bit hash, whose upper half is the better. Nearly all texts are short, and need no loop. */
// @inline
export function mixBytes(hash: u64, at: usize, length: i32): u64 {
  return length > 16 ? mixLong(hash, at, length) : mixShort(hash, at, length);
}

/** Of up to 16 bytes: the first eight and the last eight, which overlap. */
// @inline
function mixShort(hash: u64, at: usize, length: i32): u64 {
  const mask = length >= 8 ? ~(<u64>0) : ((<u64>1) << ((<u64>length) << 3)) - 1;
  const first = (load<u64>(at) & mask) ^ hash ^ ((<u64>length) << 56);
  const last = load<u64>(at + <usize>max(length - 8, 0)) & mask;
  const mixed = (first * 0xbf58476d1ce4e5b9) ^ rotl<u64>(last * 0x94d049bb133111eb, 32);
  return (mixed ^ (mixed >> 32)) * 0x9e3779b97f4a7c15;
}

/**
 * Two lanes, so that the processor multiplies for one while
 * it waits for the other. Source of the constants: splitmix64 (Vigna).
 */
function mixLong(hash: u64, at: usize, length: i32): u64 {
  let even: u64 = hash ^ (<u64>length * 0x9e3779b97f4a7c15);
  let odd: u64 = 0;
  let p = at;
  let rest = length;
  for (; rest > 16; rest -= 16, p += 16) {
    even = rotl<u64>(even ^ load<u64>(p), 29) * 0xbf58476d1ce4e5b9;
    odd = rotl<u64>(odd ^ load<u64>(p, 8), 31) * 0x94d049bb133111eb;
  }
  if (rest > 8) {
    odd ^= load<u64>(p, 8) & (~(<u64>0) >> ((<u64>(16 - rest)) << 3));
    even ^= load<u64>(p);
  } else if (rest > 0) even ^= load<u64>(p) & (~(<u64>0) >> ((<u64>(8 - rest)) << 3));
  even = (even ^ (even >> 32)) * 0xbf58476d1ce4e5b9;
  odd = (odd ^ (odd >> 32)) * 0x94d049bb133111eb;
  even = (even ^ rotl<u64>(odd, 32)) * 0x94d049bb133111eb;
  return even ^ (even >> 31);
}
