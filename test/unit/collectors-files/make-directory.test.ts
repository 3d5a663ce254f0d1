import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

import { makeDirectory } from "../../../src/collectors/files/make-directory.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "gatewatch-folder-"));
});
afterEach(() => rm(root, { recursive: true }));

test("makes a folder with those above it, and leaves one that is there", async () => {
  const deep = join(root, "a", "b", "c");
  await makeDirectory(deep);
  await makeDirectory(deep);
  expect((await stat(deep)).isDirectory()).toBe(true);
});

test("two runs that make the same folder at once both get it", async () => {
  const deep = join(root, "x", "y");
  await Promise.all([makeDirectory(deep), makeDirectory(deep), makeDirectory(join(deep, "z"))]);
  expect((await stat(join(deep, "z"))).isDirectory()).toBe(true);
});

test("a file in the way is refused", async () => {
  await writeFile(join(root, "file"), "");
  await expect(makeDirectory(join(root, "file", "sub"))).rejects.toMatchObject({ code: "E_USAGE" });
});

// Node's own recursive mkdir never returns here.
test.skipIf(!existsSync("/proc/self"))("a place where the system makes no folders is refused", async () => {
  await expect(makeDirectory("/proc/gatewatch/logs")).rejects.toMatchObject({ code: "E_USAGE" });
});
