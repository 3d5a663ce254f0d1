import { describe, expect, it } from "vitest";
import { shardsOf } from "../../../../src/alarms/emitters/shards.ts";

const capacity = { parent: { resources: 24, bytes: 1_000 }, child: { resources: 50, bytes: 1_000 } };
const items = (count: number, bytes = 1) =>
  Array.from({ length: count }, (_, index) => ({ key: `target-${index}`, bytes }));
const placesOf = (count: number) =>
  new Map(
    shardsOf(items(count), capacity).flatMap(({ name, items: members }) =>
      members.map(({ key }) => [key, name]),
    ),
  );

describe("shards", () => {
  it("of what fits are one, the parent", () => {
    expect(shardsOf(items(24), capacity).map(({ name, items: { length } }) => [name, length])).toEqual([
      ["", 24],
    ]);
    expect(shardsOf([], capacity)).toEqual([{ name: "", items: [] }]);
  });

  it("hold everything once, each within its capacity, in the order given", () => {
    const shards = shardsOf(items(977), capacity);
    expect(shards.length).toBeGreaterThan(19);
    expect(new Set(shards.map(({ name }) => name)).size).toBe(shards.length);
    expect(shards.flatMap(({ items: members }) => members.map(({ key }) => key)).toSorted()).toEqual(
      items(977)
        .map(({ key }) => key)
        .toSorted(),
    );
    for (const { name, items: members } of shards) {
      expect(members.length).toBeLessThanOrEqual(name === "" ? 24 : 50);
      const numbers = members.map(({ key }) => Number(key.slice(7)));
      expect(numbers).toEqual(numbers.toSorted((left, right) => left - right));
    }
  });

  it("are divided by bytes as well", () => {
    for (const { items: members } of shardsOf(items(40, 90), capacity)) {
      expect(members.length * 90).toBeLessThanOrEqual(1_000);
    }
  });

  it("move nothing when one comes, but half of a bucket that it fills", () => {
    let quiet = 0;
    for (let count = 1; count < 200; count += 1) {
      const before = placesOf(count);
      const after = placesOf(count + 1);
      const moved = [...before].filter(([key, place]) => after.get(key) !== place);
      if (moved.length === 0) quiet += 1;
      // All that move leave one shard, for one that is new or for one more bit of the same split.
      expect(new Set(moved.map(([, place]) => place)).size).toBeLessThanOrEqual(1);
      expect(moved.length).toBeLessThanOrEqual(45);
    }
    expect(quiet).toBeGreaterThan(185);
  });

  it("do not depend on the order", () => {
    const turned = shardsOf(items(300).toReversed(), capacity);
    const places = new Map(
      turned.flatMap(({ name, items: members }) => members.map(({ key }) => [key, name])),
    );
    expect(places).toEqual(new Map([...placesOf(300)].toReversed()));
  });
});
