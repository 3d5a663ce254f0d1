import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { loadConfig } from "../../../src/cli/config/load-config.ts";
import { parseConfig } from "../../../src/model/config-file/parse-config.ts";

const IDS = ["errors/client-error-spike", "latency/regression"];

const GOOD = `# Ours
version: 1
regions: [eu-west-1]
since: 90m
defaults:
  minErrors: 7
apis:
  - api: "orders*"
    stages:
      - stage: prod
        routes:
          - route: "POST /orders/{id}"
            settings: { minLatencyRise: 0.4 }
`;

describe("a configuration", () => {
  test("that is empty says what it needs, and a wrong value what was expected, once", () => {
    const texts = (text: string) => parseConfig(text, IDS).problems.map((problem) => problem.text);
    for (const empty of ["", "# only a comment\n"])
      expect(texts(empty)).toEqual(["nothing is set in it; it needs at least `version: 1`"]);
    expect(texts("version: 1\nsince: [3h]\n")).toEqual(['expected string, seen ["3h"]']);
    expect(texts("since: 3h\n")).toEqual(["expected 1, seen nothing"]);
  });

  test("that is right", () => {
    const { config, problems } = parseConfig(GOOD, IDS);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ since: "90m", defaults: { minErrors: 7 } });
  });

  test("has all its problems named in one go, each with its line and column", () => {
    const text = [
      "verson: 1",
      "since: yesterday",
      "defaults:",
      "  minError: 4",
      "  minTrafficDrop: 50",
      "  severity:",
      "    errors/client-error-spike: warnin",
      "apis:",
      "  - api: orders",
      "    stage:",
      "      - stage: prod",
      "  - stages: []",
    ].join("\n");
    const { config, problems } = parseConfig(text, IDS);
    expect(config).toBeUndefined();
    expect(problems.map(({ line, column, where }) => [line, column, where])).toEqual([
      [1, 1, "version"],
      [1, 1, "verson"],
      [4, 3, "defaults.minError"],
      [5, 19, "defaults.minTrafficDrop"],
      [7, 32, "defaults.severity.errors/client-error-spike"],
      [10, 5, "apis[0].stage"],
      [12, 5, "apis[1].api"],
    ]);
    const said = Object.fromEntries(problems.map(({ where, text: what }) => [where, what]));
    expect(said["verson"]).toContain('Did you mean "version"?');
    expect(said["defaults.minError"]).toContain('Did you mean "minErrors"?');
    expect(said["defaults.minTrafficDrop"]).toMatch(/<=\s*1, seen 50$/);
    expect(said["defaults.severity.errors/client-error-spike"]).toContain('Did you mean "warning"?');
    expect(said["apis[0].stage"]).toContain('Did you mean "stages"?');
    expect(said["apis[1].api"]).toContain("seen nothing");
  });

  test("whose values have no meaning", () => {
    const { problems } = parseConfig(
      'version: 1\nsince: yesterday\nbaseline: 14\ninclude:\n  api: ""\n'.replace("14", '"14 days"'),
      IDS,
    );
    expect(problems.map(({ line, column, where }) => [line, column, where])).toEqual([
      [2, 8, "since"],
      [3, 11, "baseline"],
      [5, 8, "include.api"],
    ]);
  });

  test("whose place or days do not exist", () => {
    const text = [
      "version: 1",
      "timeZone: Europe/Berln",
      "holidays: [2026-02-28, 2026-02-29, 02-29, 13-01, christmas]",
    ].join("\n");
    const { problems } = parseConfig(text, IDS);
    expect(problems.map(({ where }) => where)).toEqual([
      "timeZone",
      "holidays[1]",
      "holidays[3]",
      "holidays[4]",
    ]);
    expect(problems[0]?.text).toContain('did you mean "Europe/Berlin"?');
    const texts = (zone: string) => parseConfig(`version: 1\ntimeZone: ${zone}\n`, IDS).problems;
    expect(texts("UTC")).toEqual([]);
    expect(texts("Asia/Kathmandu")).toEqual([]);
    expect(texts("Somewhere")[0]?.text).toContain("IANA");
  });

  test("that names analyzers which do not exist", () => {
    const text = [
      "version: 1",
      "defaults:",
      "  disable: [latency/*, errors/client-eror-spike, '*', cache/*]",
      "apis:",
      "  - api: orders",
      "    settings: { severity: { latency/regresion: info, latency/regression: info } }",
      "    stages:",
      "      - stage: prod",
      "        settings: { disable: [errors/nothing-like-it] }",
      "        routes:",
      "          - { route: GET /x, settings: { disable: [latency] } }",
    ].join("\n");
    const { problems } = parseConfig(text, IDS);
    expect(problems.map(({ line, where }) => [line, where])).toEqual([
      [3, "defaults.disable[1]"],
      [3, "defaults.disable[3]"],
      [6, "apis[0].settings.severity.latency/regresion"],
      [9, "apis[0].stages[0].settings.disable[0]"],
      [11, "apis[0].stages[0].routes[0].settings.disable[0]"],
    ]);
    expect(problems[0]!.text).toContain('did you mean "errors/client-error-spike"?');
    expect(problems[3]!.text).toContain("known: errors/client-error-spike, latency/regression");
  });

  test.each([
    ["a tab as indentation", "version: 1\ndefaults:\n\tminErrors: 4\n", 3],
    ["a key that is there twice", "version: 1\nsince: 1h\nsince: 2h\n", 3],
    ["two documents", "version: 1\n---\nversion: 1\n", 2],
    ["an anchor that is not there", "version: 1\nregions: *none\n", 2],
    ["an unclosed list", "version: 1\nregions: [eu-west-1\n", 3],
  ])("that is no YAML: %s", (_name, text, line) => {
    const { config, problems } = parseConfig(text, IDS);
    expect(config).toBeUndefined();
    expect(problems[0]).toMatchObject({ line });
  });

  test.each(["", "# nothing\n", "7", "[1]", "version: 2", "? {a: 1}\n: 2", "__proto__: {a: 1}\nversion: 1"])(
    "that is something else is a problem, not a crash: %j",
    (text) => {
      const { config, problems } = parseConfig(text, IDS);
      expect(config).toBeUndefined();
      expect(problems.length).toBeGreaterThan(0);
      for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThan(0);
    },
  );

  test("a text that unfolds without end is refused", () => {
    const bomb = Array.from({ length: 12 }, (_, index) =>
      index === 0
        ? "a0: &a0 [x, x]"
        : `a${index}: &a${index} [${Array(9)
            .fill(`*a${index - 1}`)
            .join(", ")}]`,
    ).join("\n");
    const { problems } = parseConfig(bomb, IDS);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.text).toMatch(/alias/i);
  });
});

describe("finding the file", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "gatewatch-config-"));
    await mkdir(join(directory, "deep", "er"), { recursive: true });
  });
  afterEach(() => rm(directory, { recursive: true }));

  test("the nearest one upwards, or the one that is named", async () => {
    await writeFile(join(directory, "gatewatch.config.yaml"), "version: 1\nsince: 5h\n");
    await writeFile(join(directory, "other.yaml"), "version: 1\nsince: 6h\n");
    const found = await loadConfig(undefined, join(directory, "deep", "er"));
    expect(found).toEqual({
      config: { version: 1, since: "5h" },
      path: join(directory, "gatewatch.config.yaml"),
    });
    expect((await loadConfig("../other.yaml", join(directory, "deep"))).config.since).toBe("6h");
    await writeFile(join(directory, "deep", "gatewatch.config.yaml"), "version: 1\nsince: 7h\n");
    expect((await loadConfig(undefined, join(directory, "deep", "er"))).config.since).toBe("7h");
  });

  test("one that is named and not there, or has problems, is an error that lists them", async () => {
    await expect(loadConfig("none.yaml", directory)).rejects.toMatchObject({
      code: "E_CONFIG",
      message: expect.stringContaining(join(directory, "none.yaml")) as unknown,
    });
    const path = join(directory, "bad.yaml");
    await writeFile(path, "version: 1\nsinse: 5h\ndefaults:\n  minErrors: 0\n");
    await expect(loadConfig(path, directory)).rejects.toMatchObject({
      code: "E_CONFIG",
      message: `${path} has 2 problems`,
      details: [
        expect.stringMatching(/bad\.yaml:2:1 sinse: .*"since"/),
        expect.stringMatching(/bad\.yaml:4:14 defaults\.minErrors: /),
      ],
    });
  });
});
