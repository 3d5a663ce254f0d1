import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { PRICES } from "../../../src/catalog/prices.ts";
import { FEATURES, PERMISSIONS } from "../../../src/catalog/permissions.ts";
import { REDACTED_KINDS } from "../../../src/collectors/files/redact-text.ts";
import { parseConfig } from "../../../src/model/config-file/parse-config.ts";
import { configSchema, DEFAULT_SETTINGS, settingsSchema } from "../../../src/model/config.ts";

/** The cells of every table row, by the first cell without its backticks. */
async function tableRows(file: string): Promise<Map<string, string[]>> {
  const text = await readFile(`docs/${file}`, "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith("|") && !/^\|[\s|:-]+\|$/.test(line));
  return new Map(
    rows.map((row) => {
      const cells = row.split("|").map((cell) => cell.trim());
      return [(cells[1] ?? "").replaceAll("`", ""), cells.slice(2, -1)];
    }),
  );
}

/** "apis[].stages[].stage" and its description, for every field that is not a setting. */
function fieldsOf(schema: unknown, path = ""): [string, string][] {
  if (schema instanceof z.ZodOptional) return fieldsOf(schema.unwrap(), path);
  if (schema instanceof z.ZodArray) return fieldsOf(schema.element, `${path}[]`);
  if (!(schema instanceof z.ZodObject) || "minErrors" in schema.shape) return [];
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const own = path === "" ? name : `${path}.${name}`;
    const description = descriptionOf(field);
    return [...(description === "" ? [] : [[own, description] as [string, string]]), ...fieldsOf(field, own)];
  });
}

function descriptionOf(schema: unknown): string {
  if (!(schema instanceof z.ZodType)) return "";
  return schema.description ?? (schema instanceof z.ZodOptional ? descriptionOf(schema.unwrap()) : "");
}

describe("docs/config.md", () => {
  test("lists every field with the schema's words", async () => {
    const rows = await tableRows("config.md");
    const fields = fieldsOf(configSchema).filter(([path]) => !/\bsettings$/.test(path));
    expect(fields.length).toBeGreaterThan(10);
    expect(fields.map(([path]) => [path, rows.get(path)])).toEqual(
      fields.map(([path, words]) => [path, [words]]),
    );
  });

  test("lists every setting with its default", async () => {
    const rows = await tableRows("config.md");
    for (const [name, schema] of Object.entries(settingsSchema.shape)) {
      const value = JSON.stringify(new Map(Object.entries(DEFAULT_SETTINGS)).get(name));
      expect([name, rows.get(name)]).toEqual([name, [`\`${value}\``, descriptionOf(schema)]]);
    }
  });

  test("has an example without a problem", async () => {
    const text = await readFile("docs/config.md", "utf8");
    const [, example = ""] = /```yaml\n([^`]*)```/.exec(text) ?? [];
    expect(example).toContain("version: 1");
    expect(parseConfig(example, ["latency/regression"]).problems).toEqual([]);
  });
});

test("docs/permissions.md lists every feature with its actions and what is lost", async () => {
  const rows = await tableRows("permissions.md");
  expect(FEATURES.length).toBeGreaterThan(5);
  for (const { id, title, lost } of FEATURES) {
    const actions = PERMISSIONS.filter(({ feature }) => feature === id).map(({ action }) => `\`${action}\``);
    expect([title, rows.get(title)]).toEqual([title, [[...new Set(actions)].join(", "), lost]]);
  }
  const text = await readFile("docs/permissions.md", "utf8");
  expect(text).toContain(`${PRICES.metricRequestedUsd.toFixed(5)} USD`);
});

test("docs/recording.md names the form of every replacement", async () => {
  const text = await readFile("docs/recording.md", "utf8");
  for (const prefix of Object.values(REDACTED_KINDS)) expect(text).toContain(`\`${prefix}-\``);
});
