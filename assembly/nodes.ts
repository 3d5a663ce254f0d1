// The keys of JSON objects, as nodes of a tree: a key under a parent is one node, wherever in the file it stands. What a
// node means is asked of the host once; from then on it is a lookup by the key's bytes.
import { forgetKeys, resolveKey } from "./host";
import { hashBytes, reserve, sameBytes } from "./memory";

/** What stands under it means nothing: the members of arrays. */
export const IGNORED: i32 = -1;
export const ROOT: i32 = 0;

const MAX_NODES: i32 = 2048;
const MAX_KEY_BYTES: usize = 1 << 17;
const INDEX_SIZE: u32 = 8192;

// A node: parent, address and length of its key, field, record in which it was last seen.
const NODE_SIZE: usize = 20;
const nodes: usize = reserve(<usize>MAX_NODES * NODE_SIZE);
const index: usize = reserve(<usize>INDEX_SIZE * 2);
const keyBytes: usize = reserve(MAX_KEY_BYTES + 64);
let nodeCount: i32 = 1;
let keyTop: usize = keyBytes;
let isFull: bool = false;
let record: u32 = 0;

/** A key that stands twice in one object overrides itself: for that, each node knows the record it was last seen in. */
export function nextRecord(): void {
  record++;
  if (isFull) forgetNodes();
}

export function forgetNodes(): void {
  memory.fill(index, 0, <usize>INDEX_SIZE * 2);
  nodeCount = 1;
  keyTop = keyBytes;
  isFull = false;
  forgetKeys();
}

// @inline
export function nodeField(node: i32): i32 {
  return load<i32>(nodes + <usize>node * NODE_SIZE + 12);
}

/** Nearly all keys are short, and of those every byte counts in one multiplication. May look at 15 bytes behind. */
// @inline
function keyHash(at: usize, length: i32, parent: u32): u32 {
  if (length == 0 || length > 16) return hashBytes(at, length, parent);
  const first = load<u64>(at) & (~(<u64>0) >> ((<u64>max(8 - length, 0)) << 3));
  const last = length > 8 ? load<u64>(at + <usize>(length - 8)) : 0;
  const mixed = (first ^ rotl<u64>(last, 21) ^ ((<u64>parent) << 56) ^ (<u64>length)) * 0x9e3779b97f4a7c15;
  return <u32>(mixed >> 32);
}

/** The node of a key; 0 where the key has been in this record before, or where there is no room for another. */
export function enterNode(parent: i32, at: usize, length: i32): i32 {
  const hash = keyHash(at, length, <u32>parent);
  let place = hash & (INDEX_SIZE - 1);
  while (true) {
    const node = <i32>load<u16>(index + <usize>place * 2);
    if (node == 0) return addNode(parent, at, length, place);
    const row = nodes + <usize>node * NODE_SIZE;
    if (
      load<i32>(row) == parent &&
      load<i32>(row + 8) == length &&
      sameBytes(<usize>load<u32>(row + 4), at, length)
    ) {
      if (load<u32>(row + 16) == record) return 0;
      store<u32>(row + 16, record);
      return node;
    }
    place = (place + 1) & (INDEX_SIZE - 1);
  }
}

function addNode(parent: i32, at: usize, length: i32, place: u32): i32 {
  if (nodeCount >= MAX_NODES || keyTop + <usize>length > keyBytes + MAX_KEY_BYTES) {
    isFull = true;
    return 0;
  }
  const node = nodeCount++;
  const row = nodes + <usize>node * NODE_SIZE;
  memory.copy(keyTop, at, <usize>length);
  store<i32>(row, parent);
  store<u32>(row + 4, <u32>keyTop);
  store<i32>(row + 8, length);
  store<i32>(row + 12, resolveKey(parent, node, at, length));
  store<u32>(row + 16, record);
  keyTop += <usize>length;
  store<u16>(index + <usize>place * 2, <u16>node);
  return node;
}
