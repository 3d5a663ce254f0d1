import type { RateTable } from "./rate-table.ts";
import { scoreRise, type Sums } from "./score-rise.ts";

/**
 * Every combination of values of up to three attributes ("cuboid") that the rows contain, scored as the one place of the
 * rise; see score-rise.ts for the score.
 *
 *   attributes   a        a,b        a,b,c  a,c  b  b,c  c        each set refines the one whose last attribute it drops,
 *   groups       a1 a2    a1b1 ...                                so a leaf's group comes from its group there and one code
 *
 * Shape: best first; equals in the order of the enumeration, so that fewer and earlier attributes come first.
 * Cost: leaves x sets of attributes. Beyond a budget the deepest sets are left out, so that it stays bounded.
 */
export interface Cuboid extends Sums {
  /** Places of attributes, ascending, and the code of each. */
  readonly attributes: readonly number[];
  readonly codes: readonly number[];
  readonly score: number;
}

const DEEPEST = 3;
/** Leaves times sets of attributes: a few tenths of a second. */
const BUDGET = 1_000_000;
const KEPT = 64;
const ROOM = 8 * KEPT;
/** Pairs of (group, code) up to which a plain array finds the refined group; beyond it a map does. */
const DENSE = 1 << 20;

/** @param isOut leaves that are left out, as those which another cause explains. */
export function scanCuboids(table: RateTable, isOut: Uint8Array): Cuboid[] {
  const all = sumsOf(table, isOut);
  const depth = affordableDepth(table);
  const kept: Cuboid[] = [];
  let least = 0;
  const keep = (cuboid: Cuboid): void => {
    if (kept.push(cuboid) < ROOM) return;
    kept.sort(compareCuboids).length = KEPT;
    least = kept.at(-1)?.score ?? 0;
  };
  const refine = (before: Int32Array, groupsBefore: number, attributes: readonly number[]): void => {
    for (let next = (attributes.at(-1) ?? -1) + 1; next < table.attributes; next += 1) {
      const own = [...attributes, next];
      const { groupOf, first } = refined(table, isOut, before, groupsBefore, next);
      const sums = groupSums(table, isOut, groupOf, first.length);
      for (let group = 0; group < first.length; group += 1) {
        // Most places of many have no error: no need to look closer.
        if (sums[4 * group + 2] === 0) continue;
        const inside = readSums(sums, group);
        const score = scoreRise(inside, all, own.length);
        if (!(score > least)) continue;
        const codes = own.map((attribute) => codeAt(table, first[group] ?? 0, attribute));
        const isNamed = codes.every((code, place) => table.names[own[place] ?? 0]?.[code] !== null);
        if (isNamed) keep({ ...inside, attributes: own, codes, score });
      }
      // Where each leaf is a group of its own, another attribute would only name the same groups again.
      if (own.length < depth && first.length < table.leaves) refine(groupOf, first.length, own);
    }
  };
  refine(new Int32Array(table.leaves), 1, []);
  return kept.sort(compareCuboids).slice(0, KEPT);
}

/** Sums of all leaves that are not left out. */
export function sumsOf(table: RateTable, isOut: Uint8Array): Sums {
  return readSums(groupSums(table, isOut, new Int32Array(table.leaves), 1), 0);
}

export function isInside(table: RateTable, leaf: number, { attributes, codes }: Cuboid): boolean {
  return attributes.every((attribute, place) => codeAt(table, leaf, attribute) === codes[place]);
}

function compareCuboids(left: Cuboid, right: Cuboid): number {
  return right.score - left.score;
}

function codeAt({ codes, attributes }: RateTable, leaf: number, attribute: number): number {
  return codes[leaf * attributes + attribute] ?? 0;
}

function affordableDepth({ attributes: count, leaves }: RateTable): number {
  const sets = [count, (count * (count - 1)) / 2, (count * (count - 1) * (count - 2)) / 6];
  let depth = DEEPEST;
  while (depth > 1 && leaves * sets.slice(0, depth).reduce((sum, own) => sum + own, 0) > BUDGET) depth -= 1;
  return depth;
}

interface Groups {
  /** Of each leaf. */
  readonly groupOf: Int32Array;
  /** A leaf of each group. */
  readonly first: readonly number[];
}

function refined(
  table: RateTable,
  isOut: Uint8Array,
  before: Int32Array,
  groupsBefore: number,
  attribute: number,
): Groups {
  const values = table.names[attribute]?.length ?? 1;
  const groupOf = new Int32Array(table.leaves);
  const first: number[] = [];
  const isDense = groupsBefore * values <= DENSE;
  const dense = new Int32Array(isDense ? groupsBefore * values : 0);
  const sparse = new Map<number, number>();
  for (let leaf = 0; leaf < table.leaves; leaf += 1) {
    if (isOut[leaf] === 1) continue;
    const pair = (before[leaf] ?? 0) * values + codeAt(table, leaf, attribute);
    // 0 is "none yet" in both.
    let group = isDense ? (dense[pair] ?? 0) : (sparse.get(pair) ?? 0);
    if (group === 0) {
      group = first.push(leaf);
      if (isDense) dense[pair] = group;
      else sparse.set(pair, group);
    }
    groupOf[leaf] = group - 1;
  }
  return { groupOf, first };
}

/** Four sums a group, side by side. */
function groupSums(table: RateTable, isOut: Uint8Array, groupOf: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(4 * groups);
  for (let leaf = 0; leaf < table.leaves; leaf += 1) {
    if (isOut[leaf] === 1) continue;
    const at = 4 * (groupOf[leaf] ?? 0);
    sums[at] = (sums[at] ?? 0) + (table.beforeErrors[leaf] ?? 0);
    sums[at + 1] = (sums[at + 1] ?? 0) + (table.beforeTotal[leaf] ?? 0);
    sums[at + 2] = (sums[at + 2] ?? 0) + (table.nowErrors[leaf] ?? 0);
    sums[at + 3] = (sums[at + 3] ?? 0) + (table.nowTotal[leaf] ?? 0);
  }
  return sums;
}

function readSums(sums: Float64Array, group: number): Sums {
  const at = 4 * group;
  return {
    beforeErrors: sums[at] ?? 0,
    beforeTotal: sums[at + 1] ?? 0,
    nowErrors: sums[at + 2] ?? 0,
    nowTotal: sums[at + 3] ?? 0,
  };
}
