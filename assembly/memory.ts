// Memory is handed out from the bottom up and never given back: every table has a bound of its own, and a scanner lives
// as long as its run.
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
const SCRATCH_SIZE: usize = 1 << 20;

export const buffer: usize = reserve(BUFFER_SIZE + GUARD);
export const bufferSize: usize = BUFFER_SIZE;
/** Where the host puts values of repaired lines, templates and keys; where derived texts come back. */
export const scratch: usize = reserve(SCRATCH_SIZE + GUARD);

/** Whether two runs of bytes are the same. May look at up to 15 bytes behind either. */
export function sameBytes(left: usize, right: usize, length: i32): bool {
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

/** A 32-bit hash of bytes. May look at up to 7 bytes behind them. Source of the constants: splitmix64 (Vigna). */
export function hashBytes(at: usize, length: i32, seed: u32): u32 {
  let hash: u64 = ((<u64>seed) << 32) ^ (<u64>length * 0x9e3779b97f4a7c15);
  let done = 0;
  for (; done + 8 <= length; done += 8) {
    hash = (hash ^ load<u64>(at + done)) * 0xbf58476d1ce4e5b9;
    hash ^= hash >> 29;
  }
  const rest = length - done;
  if (rest > 0) {
    const tail = load<u64>(at + done) & (((<u64>1) << (<u64>rest * 8)) - 1);
    hash = (hash ^ tail) * 0xbf58476d1ce4e5b9;
    hash ^= hash >> 29;
  }
  hash *= 0x94d049bb133111eb;
  return <u32>(hash >> 32);
}
