import { appendFileSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, it } from "vitest";

import { createRandom } from "../../../../src/core/random.ts";
import { followLog } from "../../../../src/logs/sources/follow-log.ts";
import { randomLine } from "../../../support/log-lines.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "gatewatch-follow-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const random = createRandom(9);
const LINES = Array.from({ length: 40 }, (_, at) => randomLine(random, at));
const text = (from: number, end: number): string => `${LINES.slice(from, end).join("\n")}\n`;

let files = 0;

/** Follows a file that holds `first`, and takes one step after each result. Returns how many requests each result had. */
async function follow(
  first: string,
  steps: readonly ((path: string) => void)[],
): Promise<{ requests: number[]; unparsed: number }> {
  const path = join(FOLDER, `followed-${(files += 1)}.log`);
  writeFileSync(path, first);
  const controller = new AbortController();
  const waiting = [...steps];
  const requests: number[] = [];
  let unparsed = 0;
  await followLog(
    {
      paths: [path],
      cwd: FOLDER,
      by: ["route"],
      filter: [],
      cells: false,
      everyMs: 5,
      signal: controller.signal,
    },
    ({ aggregates }) => {
      requests.push(aggregates.requests);
      unparsed = aggregates.unparsed;
      const step = waiting.shift();
      if (step) step(path);
      else controller.abort();
    },
  );
  return { requests, unparsed };
}

describe("followLog", () => {
  it("counts what is appended, whole lines at a time", async () => {
    const [second = ""] = LINES.slice(1);
    const found = await follow(`${LINES[0]}\n${second.slice(0, 40)}`, [
      (path) => appendFileSync(path, `${second.slice(40)}\n${LINES[2]}\n`),
      (path) => appendFileSync(path, text(3, 10)),
    ]);
    expect(found).toEqual({ requests: [1, 3, 10], unparsed: 0 });
  });

  it("starts over with a file that was cut", async () => {
    const found = await follow(text(0, 7), [(path) => writeFileSync(path, text(20, 22))]);
    expect(found).toEqual({ requests: [7, 9], unparsed: 0 });
  });

  it("starts over with a file that was emptied and is longer than before by now", async () => {
    const found = await follow(text(0, 2), [
      (path) => {
        const before = statSync(path);
        writeFileSync(path, text(10, 23));
        expect(statSync(path).size).toBeGreaterThan(before.size);
        expect(statSync(path).ino).toBe(before.ino);
      },
      (path) => appendFileSync(path, text(30, 31)),
    ]);
    expect(found).toEqual({ requests: [2, 15, 16], unparsed: 0 });
  });

  it("starts over with a file that was filled again to the very size", async () => {
    const [one = ""] = LINES;
    const other = one.replace(/\d/g, (digit) => String(9 - Number(digit)));
    expect(other).toHaveLength(one.length);
    expect(other).not.toBe(one);
    const found = await follow(`${one}\n`, [(path) => writeFileSync(path, `${other}\n`)]);
    expect(found).toEqual({ requests: [1, 2], unparsed: 0 });
  });

  it("reads a file that was renamed to its end, then the one that has its name", async () => {
    const found = await follow(text(0, 3), [
      (path) => {
        appendFileSync(path, text(3, 8));
        renameSync(path, `${path}.1`);
        writeFileSync(path, text(8, 20));
      },
      (path) => appendFileSync(path, text(20, 21)),
    ]);
    expect(found).toEqual({ requests: [3, 20, 21], unparsed: 0 });
  });

  it("goes on with a renamed file while nothing has its name", async () => {
    const found = await follow(text(0, 3), [
      (path) => {
        renameSync(path, `${path}.1`);
        appendFileSync(`${path}.1`, text(3, 7));
      },
      (path) => writeFileSync(path, text(7, 9)),
    ]);
    expect(found).toEqual({ requests: [3, 7, 9], unparsed: 0 });
  });
});
