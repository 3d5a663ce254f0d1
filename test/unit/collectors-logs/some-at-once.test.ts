import { expect, it } from "vitest";

import { someAtOnce } from "../../../src/collectors/logs/some-at-once.ts";

it("runs so many side by side and gives results in order", async () => {
  let [running, most] = [0, 0];
  const results = await someAtOnce([30, 5, 20, 1, 9], 2, async (waitMs) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resume) => {
      setTimeout(resume, waitMs);
    });
    running -= 1;
    return waitMs * 3;
  });
  expect([results, most]).toEqual([[90, 15, 60, 3, 27], 2]);
  expect(await someAtOnce([], 2, async () => 1)).toEqual([]);
});

it("throws the first error when what ran beside it has ended, and begins nothing after it", async () => {
  const begun: number[] = [];
  let ended = 0;
  const all = someAtOnce([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error("lost");
    await new Promise((resume) => {
      setImmediate(resume);
    });
    ended += 1;
  });
  await expect(all).rejects.toThrow("lost");
  expect([begun, ended]).toEqual([[1, 2], 1]);
});
