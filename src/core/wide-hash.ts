/**
 * FNV-1a, 64 bits, over UTF-16 code units, with a last step that lets every bit depend on every character (of FNV alone the
 * highest bits hardly see the last ones): a stable name for a text where 32 bits would collide by chance. Not for
 * secrets: two texts with one hash can be made on purpose.
 *
 * Source: Fowler, Noll, Vo; IETF draft-eastlake-fnv. The last step is the 64-bit finalizer of MurmurHash3 (Appleby).
 */
export function wideHash(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= BigInt(text.charCodeAt(index));
    hash = BigInt.asUintN(64, hash * 0x100000001b3n);
  }
  hash ^= hash >> 33n;
  hash = BigInt.asUintN(64, hash * 0xff51afd7ed558ccdn);
  hash ^= hash >> 33n;
  hash = BigInt.asUintN(64, hash * 0xc4ceb9fe1a85ec53n);
  return hash ^ (hash >> 33n);
}
