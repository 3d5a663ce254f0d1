import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";

import { afterAll, describe, expect, it } from "vitest";

import { createRandom } from "../../../../src/core/random.ts";
import { mergeAggregates } from "../../../../src/logs/aggregate/merge-aggregates.ts";
import { analyzeLogs } from "../../../../src/logs/analyze-logs.ts";
import { JSON_LAYOUT } from "../../../../src/logs/layout/layout.ts";
import { Scanner } from "../../../../src/logs/scanner/scanner.ts";
import type { Input } from "../../../../src/logs/sources/input.ts";
import { planTasks } from "../../../../src/logs/sources/plan-tasks.ts";
import { readRange } from "../../../../src/logs/sources/read-range.ts";
import type { TaskResult } from "../../../../src/logs/sources/run-tasks.ts";
import { randomLine } from "../../../support/log-lines.ts";
import { expectSame, readReference } from "../../../support/logs-reference.ts";
import { minutesOf } from "../../../support/minutes-of.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "gatewatch-logs-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const random = createRandom(5);
const LINES = Array.from({ length: 700 }, (_, at) => randomLine(random, at));
const LOG = `${LINES.join("\n")}\n`;

function put(name: string, bytes: string | Uint8Array): string {
  writeFileSync(join(FOLDER, name), bytes);
  return name;
}

async function read(...paths: string[]): Promise<TaskResult> {
  return analyzeLogs({ paths, cwd: FOLDER, by: ["route"], filter: [], cells: true, threads: 1 });
}

/** A frame of raw blocks, since nothing here can compress to this format. Source: RFC 8878, 3.1.1. */
function zstd(content: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  const blocks: Buffer[] = [];
  for (let at = 0; at < content.length; at += 100_000) {
    const part = content.subarray(at, at + 100_000);
    const head = Buffer.alloc(3);
    head.writeUIntLE((part.length << 3) | (at + 100_000 >= content.length ? 1 : 0), 0, 3);
    blocks.push(head, part);
  }
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), size, ...blocks]);
}

const REFERENCE = readReference(Buffer.from(LOG), JSON_LAYOUT);

describe("what is read the same whatever it comes in", () => {
  it.each([
    ["a plain file", () => LOG],
    ["a file with a byte order mark and carriage returns", () => `\ufeff${LINES.join("\r\n")}`],
    ["a gzip", () => gzipSync(LOG)],
    [
      "several gzips in one file",
      () => Buffer.concat([gzipSync(LOG.slice(0, 5_003)), gzipSync(LOG.slice(5_003))]),
    ],
    ["a zstd", () => zstd(Buffer.from(LOG))],
    ["objects without newlines", () => LINES.join("")],
    ["objects without newlines, in a gzip", () => gzipSync(LINES.join(""))],
    ["an export to S3", () => LINES.map((line) => `2026-11-22T14:00:00.001Z ${line}\n`).join("")],
    [
      "aws logs tail",
      () => LINES.map((line) => `2026-11-22T14:00:00.001000+00:00 stream/1 ${line}\n`).join(""),
    ],
    [
      "aws logs filter-log-events",
      () => JSON.stringify({ events: events(), searchedLogStreams: [] }, undefined, 4),
    ],
    ["filter-log-events on one line", () => JSON.stringify({ events: events(), nextToken: "x" })],
    [
      "events, one a line",
      () =>
        events()
          .map((one) => `${JSON.stringify(one)}\n`)
          .join(""),
    ],
  ])("%s", async (name, bytes) => {
    const { aggregates, problems } = await read(put(`${name.replace(/\W+/g, "-")}.log`, bytes()));
    expect(problems).toEqual([]);
    expect(aggregates.requests).toBe(LINES.length);
    expectSame(aggregates, REFERENCE);
  });

  it("objects without newlines, by a Format that does not tell of it", async () => {
    const format = '{"requestId":"$context.requestId","status":"$context.status"}';
    const log = Array.from({ length: 31 }, (_, at) => `{"requestId":"r${at}","status":"20${at % 3}"}`).join(
      "",
    );
    const paths = [put("joined.log", log)];
    const { aggregates } = await analyzeLogs({
      paths,
      cwd: FOLDER,
      by: ["route"],
      filter: [],
      cells: true,
      threads: 1,
      format,
    });
    expect([aggregates.requests, aggregates.repaired, aggregates.unparsed]).toEqual([31, 0, 0]);
  });

  it("takes the time of an event where the line has none", async () => {
    const { aggregates } = await read(
      put(
        "untimed.json",
        JSON.stringify({
          events: [{ ...event("c6af9ac6-7b61-11e6-9a41", 0), timestamp: 1_795_357_805_123 }],
        }),
      ),
    );
    expect(minutesOf(aggregates).map(({ startMs }) => startMs)).toEqual([1_795_357_800_000]);
  });
});

function event(message: string, at: number): Record<string, unknown> {
  return {
    logStreamName: "s",
    timestamp: 1_795_357_805_123 + at,
    message,
    ingestionTime: 5,
    eventId: `e${at}`,
  };
}
function events(): Record<string, unknown>[] {
  return LINES.map(event);
}

describe("ranges of a file", () => {
  it("have each line once, wherever the file is cut", () => {
    const path = join(FOLDER, put("ranges.log", LOG));
    const size = Buffer.byteLength(LOG);
    const edge = LOG.indexOf("\n") + 1;
    for (const cut of [0, 1, edge - 1, edge, edge + 1, size - 1, size, Math.floor(random.next() * size)]) {
      const parts = [
        [0, cut],
        [cut, size],
      ].map(([start = 0, end = 0]) => {
        const scanner = new Scanner({ by: ["route"], filter: [], cells: true });
        scanner.setLayout(JSON_LAYOUT);
        readRange(scanner, path, start, end, () => undefined);
        return scanner.finish();
      });
      const merged = parts.reduce(mergeAggregates);
      expect(merged.requests).toBe(LINES.length);
      expectSame(merged, REFERENCE);
    }
  });

  it("are pieces that cover every file once, after what cannot be cut", () => {
    const input = (path: string, sizeBytes: number, packing: Input["packing"]): Input => ({
      path,
      sizeBytes,
      packing,
      layout: packing === "plain" ? JSON_LAYOUT : null,
    });
    const inputs = [
      input("a", 1_000_000_003, "plain"),
      input("b", 5_000_017, "plain"),
      input("c", 70_000_009, "gzip"),
    ];
    const { tasks, threads } = planTasks(inputs, 3);
    expect(threads).toBe(3);
    const ranges = tasks.filter(({ input: { path } }) => path === "a").map(({ range }) => range);
    expect(ranges.length).toBeGreaterThan(20);
    expect(ranges[0]?.startByte).toBe(0);
    expect(ranges.at(-1)?.endByte).toBe(1_000_000_003);
    for (const [at, range] of ranges.slice(1).entries()) expect(range?.startByte).toBe(ranges[at]?.endByte);
    expect(tasks.filter(({ input: { path } }) => path === "b")).toHaveLength(1);
    expect(tasks.map(({ input: { path } }) => path).indexOf("c")).toBe(0);
    expect(tasks.filter(({ input: { path } }) => path === "c")).toHaveLength(1);
    expect(planTasks([input("small", 19_000_000, "plain")], 4)).toMatchObject({ threads: 1 });
    expect(planTasks(inputs, 1).tasks).toHaveLength(3);
  });
});

describe("what may be thrown at it", () => {
  it.each([
    ["nothing", () => "", 0, 0],
    ["a binary file", () => deflateSync(Buffer.from(LOG)), 0, null],
    ["NULs", () => `${"\0".repeat(5_000)}\n${LINES[0]}\n`, 1, 1],
    [
      "invalid UTF-8",
      () =>
        Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from(`${LINES[0]}\n`), Buffer.from([0xc3])]),
      1,
      2,
    ],
    ["a line of 20 MB", () => `${LINES[0]}\n${"x".repeat(20_000_000)}\n${LINES[1]}\n`, 2, 1],
    ["another program's JSON", () => '{"level":"info","msg":"started"}\n{"level":"warn"}\n', 0, 2],
    [
      "JSON nested 100,000 deep",
      () => `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}\n${LINES[0]}`,
      1,
      1,
    ],
  ])("%s", async (name, bytes, requests, unparsed) => {
    const { aggregates, problems } = await read(put(`hostile-${name.replace(/\W+/g, "-")}`, bytes()));
    expect(problems).toEqual([]);
    expect(aggregates.requests).toBe(requests);
    if (unparsed === null) expect(aggregates.unparsed).toBeGreaterThan(0);
    else expect(aggregates.unparsed).toBe(unparsed);
  });

  it("half a gzip counts for what it holds, and is named", async () => {
    const packed = gzipSync(LOG);
    const { aggregates, problems } = await read(
      put("half.gz", packed.subarray(0, packed.length >> 1)),
      put("whole.gz", packed),
    );
    expect(aggregates.requests).toBeGreaterThan(LINES.length);
    expect(problems.map(({ path }) => path)).toEqual([join(FOLDER, "half.gz")]);
    expect(problems[0]?.message).toContain("unexpected end");
  });

  it("a missing file is named beside those that are there; alone it is an error", async () => {
    const { aggregates, problems } = await read("nowhere.log", put("there.log", LOG));
    expect(aggregates.requests).toBe(LINES.length);
    expect(problems).toEqual([{ path: "nowhere.log", message: "there is no such file" }]);
    await expect(read("nowhere.log")).rejects.toMatchObject({ code: "E_NOTHING_READABLE" });
  });
});

describe("folders and globs", () => {
  it("take all files of an export but its marker, and mix Formats", async () => {
    mkdirSync(join(FOLDER, "export/stream-1"), { recursive: true });
    put("export/aws-logs-write-test", "Permission Check Successful");
    put("export/stream-1/000000.gz", gzipSync(`${LINES[0]}\n${LINES[1]}\n`));
    put(
      "export/000001.log",
      '203.0.113.9 - - [22/Nov/2026:14:30:05 +0000] "GET GET /pets HTTP/1.1" 201 12 AbCdEfGhIjKlMnO= AbCdEfGhIjKlMnP=\n',
    );
    const { aggregates, descriptions } = await read("export");
    expect(aggregates).toMatchObject({ requests: 3, unparsed: 0 });
    expect(descriptions).toHaveLength(2);
    expect((await read("export/**/*.gz")).aggregates.requests).toBe(2);
  });
});
