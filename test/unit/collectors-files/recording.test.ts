import fc from "fast-check";
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readFrom } from "../../../src/collectors/files/read-from.ts";
import { readLines } from "../../../src/collectors/files/read-lines.ts";
import { writeAtomically } from "../../../src/collectors/files/write-atomically.ts";
import { writeSnapshot } from "../../../src/collectors/files/write-snapshot.ts";
import { NOON_MS, recordedSnapshot } from "./recorded-snapshot.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "gatewatch-recording-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("a recorded folder", () => {
  test.each([false, true])("comes back exactly as it was written (gzip %s)", async (gzip) => {
    const snapshot = recordedSnapshot();
    const written = await writeSnapshot(directory, snapshot, { gzip });
    expect(await readFrom(directory)).toEqual({ ...snapshot, origin: "recorded" });
    expect((await readdir(directory)).sort()).toEqual([
      gzip ? "series.ndjson.gz" : "series.ndjson",
      "snapshot.json",
    ]);
    for (const { path, sizeBytes } of written) expect((await readFile(path)).length).toBe(sizeBytes);
  });

  test("replaces an earlier recording of the other form, and touches no other file", async () => {
    await writeFile(join(directory, "notes.txt"), "mine");
    await writeSnapshot(directory, recordedSnapshot(), { gzip: true });
    const later = { ...recordedSnapshot(), series: recordedSnapshot().series.slice(1) };
    await writeSnapshot(directory, later);
    expect((await readdir(directory)).sort()).toEqual(["notes.txt", "series.ndjson", "snapshot.json"]);
    expect((await readFrom(directory)).series).toEqual(later.series);
  });

  test("the same snapshot gives the same bytes", async () => {
    await writeSnapshot(join(directory, "one"), recordedSnapshot());
    await writeSnapshot(join(directory, "two"), recordedSnapshot());
    for (const file of ["snapshot.json", "series.ndjson"]) {
      const [one, two] = await Promise.all(
        ["one", "two"].map((name) => readFile(join(directory, name, file), "utf8")),
      );
      expect(one).toBe(two);
      expect(one).toMatch(/[^\n]\n$/);
    }
  });

  test("may hold its series in snapshot.json itself, and is read by that file's name too", async () => {
    const snapshot = { ...recordedSnapshot(), origin: "demo" };
    const file = join(directory, "saved.json");
    await writeFile(file, JSON.stringify(snapshot));
    expect(await readFrom(file)).toEqual(snapshot);
  });
});

test("any numbers come back as the same numbers", async () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.integer(),
  );
  const runs = fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(runs, fc.boolean(), async (values, gzip) => {
      const snapshot = recordedSnapshot();
      snapshot.series[0]!.runs = values.map((own, index) => [NOON_MS + index * 600_000, own]);
      await writeSnapshot(directory, snapshot, { gzip });
      expect(await readFrom(directory)).toEqual({ ...snapshot, origin: "recorded" });
    }),
    { numRuns: 20 },
  );
});

describe("damage", () => {
  test("is counted with its lines and costs nothing else", async () => {
    const snapshot = recordedSnapshot();
    await writeSnapshot(directory, snapshot);
    const file = join(directory, "series.ndjson");
    const [count, latency, lambda] = (await readFile(file, "utf8")).split("\n");
    const stranger = count!.replace("rest:orders/prod", "rest:unknown/prod");
    const reversed = count!.replace(/"runs":(\[.*\])\}$/, (_all, runs: string) => {
      const parsed = JSON.parse(runs) as unknown[];
      return `"runs":${JSON.stringify(parsed.reverse())}}`;
    });
    expect(reversed).not.toBe(count);
    const hole = count!.replace("13", "null");
    await writeFile(file, [count, latency!.slice(0, 90), "", stranger, reversed, hole, lambda].join("\n"));
    const read = await readFrom(directory);
    expect(read.series).toEqual([snapshot.series[0], snapshot.series[2]]);
    const [spot, ...others] = read.blindSpots.slice(snapshot.blindSpots.length);
    expect(others).toEqual([]);
    expect(spot).toMatchObject({ source: "files", target: null, code: "BAD_INPUT" });
    expect(spot!.hint).toContain("4 of 3 series");
    for (const named of [
      "2: not JSON, or cut",
      "4: of a target",
      "5: datapoints out of order",
      "6: runs.0",
    ]) {
      expect(spot!.hint).toContain(named);
    }
  });

  test("names five lines and counts the others", async () => {
    await writeSnapshot(directory, recordedSnapshot());
    await appendFile(join(directory, "series.ndjson"), "{\n".repeat(8));
    const { series, blindSpots } = await readFrom(directory);
    expect(series).toHaveLength(3);
    expect(blindSpots.at(-1)!.hint).toContain("line 4: not JSON, or cut; 5:");
    expect(blindSpots.at(-1)!.hint).toContain("; and 3 more");
  });

  test("a file that ends early is noticed even at a line's end", async () => {
    await writeSnapshot(directory, recordedSnapshot());
    const file = join(directory, "series.ndjson");
    const text = await readFile(file, "utf8");
    await truncate(file, text.indexOf("\n") + 1);
    const { series, blindSpots } = await readFrom(directory);
    expect(series).toHaveLength(1);
    expect(blindSpots.at(-1)!.hint).toContain("2 of its 3 series are not there");
  });

  test("a cut .gz gives what was before the cut", async () => {
    const snapshot = recordedSnapshot();
    snapshot.series = Array.from({ length: 400 }, (_, index) => ({
      ...snapshot.series[0]!,
      metric: `M${index}`,
      runs: [[NOON_MS - 60_000, [Math.sin(index) * 1_000]]],
    }));
    await writeSnapshot(directory, snapshot, { gzip: true });
    const file = join(directory, "series.ndjson.gz");
    await truncate(file, Math.floor((await readFile(file)).length * 0.7));
    const { series, blindSpots } = await readFrom(directory);
    expect(series.length).toBeGreaterThan(50);
    expect(series).toEqual(snapshot.series.slice(0, series.length));
    expect(blindSpots.some(({ hint }) => hint.includes("breaks off"))).toBe(true);
  });

  test("a damaged series inside snapshot.json costs no other", async () => {
    const snapshot = recordedSnapshot();
    const file = join(directory, "snapshot.json");
    await writeFile(file, JSON.stringify({ ...snapshot, series: [...snapshot.series, { stat: 7 }] }));
    const read = await readFrom(directory);
    expect(read.series).toEqual(snapshot.series);
    expect(read.blindSpots.at(-1)!.hint).toContain("1 of 4 series could not be read");
  });
});

describe("what is no recording", () => {
  const rejected = async (path: string): Promise<unknown> =>
    readFrom(path).then(
      () => "it was read",
      (error: unknown) => error,
    );

  test("another version is named with the one that is read", async () => {
    await writeFile(join(directory, "snapshot.json"), '{"schemaVersion": 2}');
    expect(await rejected(directory)).toMatchObject({
      code: "E_BAD_INPUT",
      message: expect.stringMatching(/schemaVersion is 2, this version of Gatewatch reads 1$/) as unknown,
    });
  });

  test.each([
    ["[1, 2]", /expected object/i],
    ['{"schemaVersion": 1}', /: origin: /],
    ['{"schemaVersion": 1, "or', /not JSON, or cut/],
    ["", /not JSON, or cut/],
  ])("snapshot.json %j", async (text, message) => {
    await writeFile(join(directory, "snapshot.json"), text);
    expect(await rejected(directory)).toMatchObject({
      code: "E_BAD_INPUT",
      message: expect.stringMatching(message) as unknown,
    });
  });

  test("two targets of the same id", async () => {
    const snapshot = recordedSnapshot();
    await writeSnapshot(directory, { ...snapshot, targets: [...snapshot.targets, snapshot.targets[0]!] });
    expect(await rejected(directory)).toMatchObject({ code: "E_BAD_INPUT" });
  });

  test("a series file elsewhere cannot be named", async () => {
    const { series: _series, ...rest } = recordedSnapshot();
    const recording = { ...rest, series: { file: "../../etc/passwd", count: 1 } };
    await writeFile(join(directory, "snapshot.json"), JSON.stringify(recording));
    expect(await rejected(directory)).toMatchObject({
      message: expect.stringContaining("series") as unknown,
    });
  });

  test("an empty folder, no folder, and no series file say what was expected", async () => {
    expect(await rejected(directory)).toMatchObject({
      hint: expect.stringMatching(
        /snapshot\.json .*series\.ndjson.*queries\.json .*results\.json/,
      ) as unknown,
    });
    expect(await rejected(join(directory, "nowhere"))).toMatchObject({
      message: expect.stringContaining("there is no such file or folder") as unknown,
    });
    await writeSnapshot(directory, recordedSnapshot());
    await rm(join(directory, "series.ndjson"));
    expect(await rejected(directory)).toMatchObject({
      code: "E_BAD_INPUT",
      message: expect.stringContaining("series.ndjson") as unknown,
    });
  });
});

describe("lines of a file", () => {
  const read = async (name: string, data: string | Buffer, longest?: number): Promise<unknown[]> => {
    const path = join(directory, name);
    await writeFile(path, data);
    const lines: unknown[] = [];
    for await (const line of readLines(path, longest)) lines.push(line);
    return lines;
  };

  test("count from 1 over empty ones, with or without a newline at the end", async () => {
    expect(await read("a.txt", "é\n\n  \nzwei")).toEqual([
      { number: 1, text: "é" },
      { number: 4, text: "zwei" },
    ]);
    expect(await read("a.txt", "eins\n")).toEqual([{ number: 1, text: "eins" }]);
    expect(await read("a.txt", "")).toEqual([]);
    expect(await read("a.gz", gzipSync("drei\nvier\n"))).toEqual([
      { number: 1, text: "drei" },
      { number: 2, text: "vier" },
    ]);
  });

  test("one without an end is damage, not memory", async () => {
    expect(await read("a.txt", `${"x".repeat(700_000)}\nnext\n`, 300_000)).toEqual([
      { number: 1, damage: "too long" },
      { number: 2, text: "next" },
    ]);
  });

  test("a character that lies across two reads stays whole", async () => {
    const text = `${"x".repeat(256 * 1024 - 1)}€${"y".repeat(70)}`;
    expect(await read("a.txt", text)).toEqual([{ number: 1, text }]);
  });
});

describe("writing atomically", () => {
  test("a writer that fails leaves the earlier file and nothing else", async () => {
    const path = join(directory, "a.txt");
    await writeAtomically(path, ["old"]);
    const broken = function* (): Generator<string> {
      yield "half";
      throw new Error("no more");
    };
    await expect(writeAtomically(path, broken())).rejects.toMatchObject({ code: "E_USAGE" });
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(directory)).toEqual(["a.txt"]);
  });

  test("a place that cannot be written is named", async () => {
    await writeFile(join(directory, "file"), "");
    await expect(writeSnapshot(join(directory, "file"), recordedSnapshot())).rejects.toMatchObject({
      code: "E_USAGE",
      message: expect.stringContaining(join(directory, "file")) as unknown,
    });
  });
});
