import { describe, expect, it } from "vitest";

import { watchReport, type Watching } from "../../../../src/cli/report/watch-report.ts";

interface Step {
  readonly text?: string;
  readonly usd?: number;
  readonly fails?: string;
}

/** Runs through the looks, then somebody presses Ctrl-C in the wait after the last one. */
async function watched(
  steps: readonly Step[],
  changes: Partial<Watching> = {},
  rows = 12,
): Promise<string[]> {
  const written: string[] = [];
  const controller = new AbortController();
  let at = 0;
  await watchReport({
    look: async () => {
      const step = steps[at] ?? {};
      at += 1;
      if (step.fails !== undefined) throw new Error(step.fails);
      return { text: step.text ?? "a report\n", usd: step.usd ?? 0 };
    },
    stdout: { write: (text) => written.push(text), isTTY: true, columns: 80, rows },
    everyMs: 60_000,
    maxCostUsd: null,
    now: () => Date.parse("2026-03-05T16:21:07Z"),
    wait: async () => {
      if (at >= steps.length) controller.abort();
    },
    signal: controller.signal,
    ...changes,
  });
  expect(at).toBe(steps.length);
  return written;
}

describe("watchReport", () => {
  it("draws each look over the one before, and leaves the last one behind", async () => {
    const [enter, first, second, leave, ...more] = await watched([
      { text: "one\ntwo\n", usd: 0.004 },
      { text: "three\n", usd: 0.006 },
    ]);
    expect(more).toEqual([]);
    expect(enter).toBe("\x1b[?1049h\x1b[?25l");
    expect(first).toBe(
      "\x1b[HLooked at 16:21:07 UTC, again every 1m; 1 look, about $0.004. Ctrl-C ends.\x1b[K\n\x1b[K\none\x1b[K\ntwo\x1b[K\n\x1b[J",
    );
    expect(second).toContain("2 looks, about $0.01.");
    expect(second).toContain("three\x1b[K\n\x1b[J");
    expect(leave).toBe("\x1b[?25h\x1b[?1049lthree\n");
  });

  it("never draws more lines than the terminal has", async () => {
    const text = Array.from({ length: 50 }, (_, line) => `line ${line}`).join("\n");
    const [, first = ""] = await watched([{ text }], {}, 9);
    expect(first.split("\n")).toHaveLength(9);
    expect(first).toContain("line 4");
    expect(first).not.toContain("line 5");
    expect(first).toContain("... 45 more lines below");
  });

  it("tells of a look that fails, keeps the last report, and goes on", async () => {
    const written = await watched([
      { text: "good\n" },
      { fails: "no \u001b[2J network" },
      { text: "better\n" },
    ]);
    expect(written[2]).toContain(String.raw`! the look failed: no \x1b[2J network`);
    expect(written[2]).toContain("good");
    expect(written[3]).not.toContain("failed");
    expect(written[3]).toContain("better");
  });

  it("ends before it spends more than it may", async () => {
    const written = await watched([{ usd: 0.4 }, { usd: 0.4 }], {
      maxCostUsd: 1,
      wait: async () => undefined,
    });
    expect(written.at(-1)).toContain("another look would exceed --max-cost 1; watching ended");
  });

  it("throws what the first look throws, before it has touched the screen", async () => {
    await expect(watched([{ fails: "nothing can be read" }])).rejects.toThrow("nothing can be read");
  });

  it("does not wait for a look that is under way when it is ended", async () => {
    const controller = new AbortController();
    let looks = 0;
    const written: string[] = [];
    await watchReport({
      look: async () => {
        looks += 1;
        if (looks === 1) return { text: "first\n", usd: 0 };
        queueMicrotask(() => controller.abort());
        return new Promise(() => undefined);
      },
      stdout: { write: (text) => written.push(text), isTTY: true, columns: 80 },
      everyMs: 60_000,
      maxCostUsd: null,
      now: () => 0,
      wait: async () => undefined,
      signal: controller.signal,
    });
    expect(looks).toBe(2);
    expect(written.at(-1)).toContain("first");
  });
});
