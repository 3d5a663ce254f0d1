import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

import * as library from "../../../src/index.ts";

const page = async (name: string): Promise<string> =>
  readFile(new URL(`../../../docs/${name}`, import.meta.url), "utf8");

test("the example of docs/json.md is a report, and leaves no field out", async () => {
  const [, example = ""] = /```jsonc\n([^]*?)```/.exec(await page("json.md")) ?? [];
  const bare = example.replaceAll(/ \/\/ .*$/gm, "").replaceAll(/,(\s*[\]}])/g, "$1");
  const report: unknown = JSON.parse(bare);
  expect(library.reportSchema.strict().parse(report)).toEqual(report);
  const { targets, findings } = library.reportSchema.parse(report);
  const fields = (schema: { shape: object }) => Object.keys(schema.shape);
  expect(Object.keys(targets[0] ?? {})).toEqual(fields(library.reportSchema.shape.targets.element));
  expect(Object.keys(findings[0] ?? {})).toEqual(fields(library.findingSchema));
});

test("docs/api.md names everything that is exported, and nothing else", async () => {
  const text = await page("api.md");
  const exported = Object.keys(library);
  expect(exported.length).toBeGreaterThan(10);
  for (const name of exported) expect(text).toContain(`\`${name}\``);
  const [, imported = ""] = /^import \{ (.*) \} from "gatewatch"/m.exec(text) ?? [];
  expect(imported.split(", ").filter((name) => !exported.includes(name))).toEqual([]);
});
