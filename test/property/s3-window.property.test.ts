import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  foldersToList,
  hourFolder,
  hoursOf,
  type HourLayout,
} from "../../src/collectors/logs/s3/hour-layout.ts";
import { windowFilter } from "../../src/collectors/logs/s3/window-filter.ts";
import { compileFormat } from "../../src/logs/layout/compile-format.ts";
import { scanLog } from "../support/scan-log.ts";

const FROM = Date.UTC(2025, 11, 28);
const HOUR_MS = 3_600_000;
const times = fc.integer({ min: 0, max: 8 * 24 * 3_600 }).map((seconds) => FROM + seconds * 1_000);
const windows = fc
  .tuple(times, fc.integer({ min: 1, max: 3 * 24 * 3_600_000 }))
  .map(([startMs, lengthMs]) => ({ startMs, endMs: startMs + lengthMs }));

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** As API Gateway writes it. */
function common(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

const FORMS: readonly [name: string, format: string | undefined, write: (timeMs: number) => string][] = [
  ["text", `{"when":"$context.requestTime","status":"$context.status"}`, (ms) => `"when":"${common(ms)}"`],
  ["milliseconds", `{"at":"$context.requestTimeEpoch","status":"$context.status"}`, (ms) => `"at":"${ms}"`],
  ["seconds, without a Format", undefined, (ms) => `"requestTimeEpoch":${ms / 1_000}`],
  ["text, without a Format", undefined, (ms) => `"requestTime":"${common(ms)}"`],
  ["ISO-8601, without a Format", undefined, (ms) => `"timestamp":"${new Date(ms).toISOString()}"`],
  ["milliseconds under another key, without a Format", undefined, (ms) => `"time":${ms}`],
];

describe("the filter for a window", () => {
  it.each(FORMS)("passes what lies in it and nothing else: %s", (_name, format, write) => {
    fc.assert(
      fc.property(windows, fc.array(times, { minLength: 5, maxLength: 40 }), (window, drawn) => {
        const edges = [window.startMs, window.endMs].map((ms) => Math.floor(ms / 1_000) * 1_000);
        const all = [...drawn, ...edges, ...edges.map((ms) => ms + 1_000), edges[0]! - 1_000];
        const layout = format === undefined ? undefined : compileFormat(format);
        const lines = all.map((ms) => `{${write(ms)},"status":"200"}`);
        const found = scanLog(lines.join("\n"), {
          ...(layout ? { layout } : {}),
          filter: windowFilter(window, layout?.fields),
          cells: false,
        });
        const inside = all.filter((ms) => ms >= window.startMs && ms < window.endMs);
        expect([found.requests, found.filtered]).toEqual([inside.length, all.length - inside.length]);
      }),
      { numRuns: 8 },
    );
  });

  it("passes what has no time", () => {
    const filter = windowFilter({ startMs: FROM, endMs: FROM + 1 }, undefined);
    expect(scanLog(`{"requestId":"7c1e","status":"201"}`, { filter }).requests).toBe(1);
  });
});

describe("the folders of a window", () => {
  it("hold every hour of it, once, and no other day", () => {
    const layout: HourLayout = ["", "", "day=", ""];
    fc.assert(
      fc.property(windows, (window) => {
        const hours = hoursOf(window);
        for (let ms = window.startMs; ms < window.endMs; ms += HOUR_MS) {
          expect(hours).toContain(Math.floor(ms / HOUR_MS) * HOUR_MS);
        }
        const folders = foldersToList(layout, hours);
        for (const hourMs of hours) {
          const holding = folders.filter((folder) => hourFolder(layout, hourMs).startsWith(folder));
          expect(holding).toHaveLength(1);
        }
        expect(folders.length).toBeLessThanOrEqual(hours.length);
        expect(hours.length).toBeLessThanOrEqual((window.endMs - window.startMs) / HOUR_MS + 3);
      }),
      { numRuns: 20 },
    );
  });
});
