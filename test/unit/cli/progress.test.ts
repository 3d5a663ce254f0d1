import { expect, test } from "vitest";

import { createProgress } from "../../../src/cli/progress.ts";

function recorder(isTTY: boolean) {
  const written: string[] = [];
  return {
    written,
    output: { write: (text: string) => void written.push(text), isTTY, columns: isTTY ? 80 : undefined },
  };
}

async function run(isTTY: boolean, quiet: boolean): Promise<string> {
  const { written, output } = recorder(isTTY);
  const progress = await createProgress(output, quiet);
  for (const done of [0, 1, 2, 3, 4, 5, 6, 7, 8])
    progress.onProgress({ step: "metrics", scope: "eu-west-1\u001b[2J", done, total: 8 });
  progress.stop();
  return written.join("");
}

test("without a terminal, a plain line for each quarter", async () => {
  expect(await run(false, false)).toBe(
    [2, 4, 6, 8].map((done) => String.raw`reading metrics of eu-west-1\x1b[2J: ${done} of 8` + "\n").join(""),
  );
});

test("on a terminal, a bar that is cleared in the end", async () => {
  const text = await run(true, false);
  expect(text).toContain(String.raw`reading metrics of eu-west-1\x1b[2J [`);
  expect(text).toMatch(/8\/8/);
  // Ctrl-C may end the process at any moment: no hidden cursor and no line mode is left behind.
  for (const mode of ["\u001b[?25l", "\u001b[?7l"]) expect(text).not.toContain(mode);
});

test("quiet is silent", async () => {
  expect(await run(true, true)).toBe("");
  expect(await run(false, true)).toBe("");
});

test.each([true, false])("tells a price before it is spent, terminal: %s", async (isTTY) => {
  const { written, output } = recorder(isTTY);
  const progress = await createProgress(output, false);
  const event = { step: "logs", scope: "eu-west-1", total: 4 } as const;
  progress.onProgress({ ...event, done: 0, note: "0.31 USD at list price" });
  expect(written.join("")).toContain("0.31 USD at list price\n");
  progress.onProgress({ ...event, done: 4 });
  progress.stop();
  expect(written.join("").match(/0\.31 USD/g)).toHaveLength(1);
});
