import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";

import { CONFIG_TEMPLATE } from "../../../src/cli/config/config-template.ts";
import { parseConfig } from "../../../src/model/config-file/parse-config.ts";
import { configSchema, DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import { runCli } from "../../support/cli-run.ts";

const IDS = ["latency/regression"];

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "gatewatch-config-"));
});
afterEach(() => rm(directory, { recursive: true }));

const run = (...argv: string[]) => runCli(["config", ...argv], { cwd: directory });

describe("config init", () => {
  test("writes a file without a problem, once", async () => {
    const path = join(directory, "gatewatch.config.yaml");
    expect(await run("init")).toEqual({ code: 0, stdout: `${path}\n`, stderr: "" });
    expect(await run("check")).toEqual({ code: 0, stdout: `${path}: no problem\n`, stderr: "" });
    await writeFile(path, "version: 1\nsince: 7h\n");
    const again = await run("init");
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toContain("--force");
    expect(await readFile(path, "utf8")).toContain("7h");
    expect((await run("init", "--force")).code).toBe(0);
    expect(await readFile(path, "utf8")).toBe(CONFIG_TEMPLATE);
  });

  test("with every comment taken away it names every setting, the defaults as they are", () => {
    const bare = CONFIG_TEMPLATE.replaceAll(/^# (?=(?: *- | *)[a-zA-Z]+:(?: |$))/gm, "").replace(
      /^gatewatch\.config.*$/m,
      "",
    );
    const { config, problems } = parseConfig(bare, IDS);
    expect(problems).toEqual([]);
    expect(Object.keys(config ?? {}).sort()).toEqual(Object.keys(configSchema.shape).sort());
    expect(config?.defaults).toEqual(DEFAULT_SETTINGS);
    expect(parse(CONFIG_TEMPLATE)).toEqual({ version: 1 });
  });
});

describe("config check", () => {
  test("lists every problem with its line, and ends with 2", async () => {
    await writeFile(join(directory, "bad.yaml"), "version: 1\nsinse: 5h\ndefaults:\n  minErrors: 0\n");
    const { code, stdout, stderr } = await run("check", "--config", "bad.yaml");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const lines = stderr.split("\n");
    expect(lines[0]).toContain("bad.yaml has 2 problems");
    expect(lines[1]).toMatch(/bad\.yaml:2:1 sinse: .*"since"/);
    expect(lines[2]).toMatch(/bad\.yaml:4:14 defaults\.minErrors: /);
  });

  test("without a file says that everything is at its default", async () => {
    const { code, stdout } = await run("check");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^there is no gatewatch\.config\.yaml/);
  });
});

test("config schema prints a JSON schema with every setting described", async () => {
  const { code, stdout, stderr } = await run("schema");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const schema = JSON.parse(stdout) as {
    $schema: string;
    additionalProperties: boolean;
    properties: { defaults: { properties: Record<string, { description?: string }> } };
  };
  expect(schema.$schema).toContain("2020-12");
  expect(schema.additionalProperties).toBe(false);
  expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(configSchema.shape).sort());
  const settings = schema.properties.defaults.properties;
  expect(Object.keys(settings).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
  for (const { description } of Object.values(settings)) expect(description).toBeTruthy();
});
