import { describe, expect, it } from "vitest";

import { byteProgress, progressWords } from "../../../src/cli/byte-progress.ts";
import { formatBytes } from "../../../src/cli/format-bytes.ts";

/** What is written while a log of 1 GB is read in steps of 100 ms, 25 MB each. */
async function run(isTTY: boolean, isQuiet: boolean): Promise<string[]> {
  const written: string[] = [];
  let nowMs = 7;
  const output = { write: (text: string) => void written.push(text), isTTY, columns: isTTY ? 80 : undefined };
  const progress = await byteProgress(output, isQuiet, () => nowMs);
  for (let step = 1; step <= 40; step += 1) {
    nowMs += 300;
    progress.onProgress(step * 25_000_000, 1_000_000_000);
  }
  progress.stop();
  return written;
}

describe("byteProgress", () => {
  it("draws a bar on a terminal, and clears it", async () => {
    const text = (await run(true, false)).join("");
    expect(text).toMatch(/reading \[[█░]+\] 50\.0 MB of 1\.00 GB, 83\.3 MB\/s, 12 s left/);
    // Ctrl-C may end the process at any moment: no hidden cursor and no line mode is left behind.
    for (const mode of ["\u001b[?25l", "\u001b[?7l"]) expect(text).not.toContain(mode);
    expect(text.endsWith("\u001b[2K") || text.endsWith("\u001b[0K") || text.endsWith("\u001b[K")).toBe(true);
  });

  it("writes a line every few seconds elsewhere", async () => {
    expect(await run(false, false)).toEqual([
      "reading: 425 MB of 1.00 GB, 83.3 MB/s, 7 s left\n",
      "reading: 850 MB of 1.00 GB, 83.3 MB/s, 2 s left\n",
    ]);
  });

  it("is silent with --quiet", async () => {
    expect(await run(true, true)).toEqual([]);
    expect(await run(false, true)).toEqual([]);
  });
});

it("tells bytes, rate and what is left, as far as it is known", () => {
  expect(progressWords(250_000_000, 1_000_000_000, 500)).toBe("250 MB of 1.00 GB, 500 MB/s, 2 s left");
  expect(progressWords(5_000, 0, 2_000)).toBe("5.00 kB, 2.50 kB/s");
  expect(progressWords(1_000_000, 3_000_000_000_000, 1_000)).toBe(
    "1.00 MB of 3.00 TB, 1.00 MB/s, 50000 min left",
  );
  expect([0, 999, 1_000, 1.5e9].map(formatBytes)).toEqual(["0 B", "999 B", "1.00 kB", "1.50 GB"]);
});
