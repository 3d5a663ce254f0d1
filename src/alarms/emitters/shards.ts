/**
 * Divides resources into templates so that each stays within CloudFormation's limits, and so that few of them ever move: a resource
 * that moves to another stack is created there before it is deleted here, which fails on its name.
 *
 * Extendible hashing over the key. All resources start in one bucket, "". A bucket that is too full is split by the next bit
 * of the key's hash; the half with 0 stays where it was, and only the other half moves. So a resource's place
 * depends on the resources that share its bucket, and not on their order. A bucket is named by its bits without the zeros at the end,
 * since those were never moved: "" (the parent), "1", "01", "11" ...
 */
import { compareText } from "../../core/order.ts";
import { wideHash } from "../../core/wide-hash.ts";

export interface Weighed {
  readonly key: string;
  readonly bytes: number;
  /** Of the template, that it takes; 1 where nothing is said. */
  readonly resources?: number;
}

export interface Shard<Item extends Weighed> {
  /** "" for what stays in the parent, otherwise bits: "1", "01". */
  readonly name: string;
  readonly items: readonly Item[];
}

export interface Capacity {
  readonly resources: number;
  readonly bytes: number;
}

/** Two resources with one hash cannot be told apart by more bits; nothing is split further than this. */
const MOST_BITS = 32;

/** Shape: ascending by name, "" first and always there; items keep their order. */
export function shardsOf<Item extends Weighed>(
  items: readonly Item[],
  capacity: { readonly parent: Capacity; readonly child: Capacity },
): Shard<Item>[] {
  const shards: Shard<Item>[] = [];
  const divide = (members: readonly Item[], bits: string): void => {
    const name = bits.replace(/0+$/, "");
    const { resources, bytes } = name === "" ? capacity.parent : capacity.child;
    const size = members.reduce((sum, item) => sum + item.bytes, 0);
    const count = members.reduce((sum, item) => sum + (item.resources ?? 1), 0);
    if ((count <= resources && size <= bytes) || bits.length === MOST_BITS) {
      if (members.length > 0 || name === "") shards.push({ name, items: members });
      return;
    }
    for (const bit of ["0", "1"]) {
      divide(
        members.filter(({ key }) => bitOf(key, bits.length) === bit),
        bits + bit,
      );
    }
  };
  divide(items, "");
  return shards.sort((left, right) => compareText(left.name, right.name));
}

function bitOf(key: string, index: number): "0" | "1" {
  return (wideHash(key) >> BigInt(63 - index)) & 1n ? "1" : "0";
}
