/**
 * FNV-1a, 32 bits, over UTF-16 code units: a stable, fast name for a text. Not for secrets: anyone can
 * search its inputs.
 *
 * Source: Fowler, Noll, Vo; IETF draft-eastlake-fnv.
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
