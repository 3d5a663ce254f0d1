import { describe, expect, it } from "vitest";

import { bucketsOf } from "../../../src/logs/aggregate/distribution.ts";
import { minutesOf } from "../../support/minutes-of.ts";
import { scanLog } from "../../support/scan-log.ts";

const START_S = 1_795_357_800;

function line(minute: number, latencyMs: number): string {
  return `{"requestTimeEpoch":${START_S + minute * 60},"responseLatency":${latencyMs}}\n`;
}

/** Up to 256 ms each millisecond has a bucket of its own. */
function sumOf(buckets: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < buckets.length; at += 2) sum += (buckets[at] ?? 0) * (buckets[at + 1] ?? 0);
  return sum;
}

describe("how often a latency was measured", () => {
  it("is exact on both sides of 8 and 16 bits, for routes and for minutes", () => {
    const times = [
      [5, 1],
      [6, 255],
      [7, 256],
      [40, 257],
      [70, 65_535],
      [100, 65_536],
      [101, 131_073],
      [255, 511],
    ] as const;
    const buckets = times.flat();
    // The second minute takes what the first has given back of its room.
    const log = times.map(([value, count]) => line(0, value).repeat(count) + line(1, value).repeat(count));
    const found = scanLog(log.join(""), { cells: false });
    const minutes = minutesOf(found).map(({ latencies: [one] }) => one);
    const sum = sumOf(buckets);
    expect(minutes).toEqual([
      { buckets, sum },
      { buckets, sum },
    ]);
    const [route] = found.groups[0]?.distributions ?? [];
    expect(route && bucketsOf(route)).toEqual(times.flatMap(([bucket, count]) => [bucket, 2 * count]));
    expect(route?.sum).toBe(2 * sum);
  });

  it("adds up with what found no room, once minutes have filled theirs", () => {
    // Both latencies and, of what the two leave, the third.
    const both = (minute: number, page: number): string =>
      line(minute, page * 32 + 3).replace("}", `,"integrationLatency":${page * 32}}`);
    const many = Array.from({ length: 20_000 }, (_, minute) =>
      Array.from({ length: 8 }, (__, page) => both(minute + 1, page)).join(""),
    );
    const log = [line(0, 9).repeat(200), ...many, line(0, 9).repeat(100)].join("");
    const found = scanLog(log, { cells: false });
    expect(found.requests).toBe(160_300);
    const minutes = minutesOf(found);
    expect(minutes.length).toBe(20_001);
    const all = minutes.flatMap(({ latencies }) => latencies);
    expect(all.filter(({ buckets, sum }) => sum !== sumOf(buckets))).toEqual([]);
    let counted = 0;
    for (const { buckets } of all) {
      for (let at = 1; at < buckets.length; at += 2) counted += buckets[at] ?? 0;
    }
    expect(found.overflow.latencies).toBeGreaterThan(100_000);
    expect(counted + found.overflow.latencies).toBe(3 * 160_000 + 300);
    // What has a bucket already is counted all the same.
    expect(minutes[0]?.latencies[0]?.buckets).toEqual([9, 300]);
    expect(found.groups[0]?.distributions[0]?.count).toBe(found.requests);
  });
});
