import { access, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { runCli } from "../support/cli-run.ts";

const root = resolve(import.meta.dirname, "../..");
const readme = await readFile(join(root, "README.md"), "utf8");

describe("README", () => {
  it("links to pages that exist", async () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.length).toBeGreaterThan(15);
    const missing = await Promise.all(
      links.map((link) =>
        access(join(root, link)).then(
          () => [],
          () => [link],
        ),
      ),
    );
    expect(missing.flat()).toEqual([]);
  });

  it.each(
    [...readme.matchAll(/^gatewatch ((?:alarms )?\w+)(.*?)(?:\s+#.*)?$/gm)].map((match) => [
      match[1] ?? "",
      match[2] ?? "",
    ]),
  )("names a command and flags that exist: %s%s", async (command, flags) => {
    const { stdout } = await runCli([...command.split(" "), "--help"]);
    expect(stdout).toContain(`Usage: gatewatch ${command}`);
    for (const [flag] of flags.matchAll(/--[a-z-]+/g)) expect(stdout).toContain(flag);
  });
});
