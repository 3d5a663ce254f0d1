import { PassThrough } from "node:stream";
import { expect, it } from "vitest";

import { askLine } from "../../../src/cli/ask-line.ts";

it("gives the first line, nothing at the end of the input, and nothing where it is interrupted", async () => {
  const said: string[] = [];
  const output = { write: (text: string) => said.push(text) };
  const { signal } = new AbortController();
  const typed = new PassThrough();
  typed.write("yes\nno\n");
  expect(await askLine("Do it? ", typed, output, signal)).toBe("yes");
  const ended = new PassThrough();
  ended.end();
  expect(await askLine("Do it? ", ended, output, signal)).toBe("");
  const controller = new AbortController();
  const waiting = askLine("Do it? ", new PassThrough(), output, controller.signal);
  controller.abort();
  expect(await waiting).toBe("");
  expect(said).toEqual(["Do it? ", "Do it? ", "Do it? "]);
  expect(await askLine("Do it? ", new PassThrough(), output, controller.signal)).toBe("");
});
