import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";

import { parseConfig } from "../../src/model/config-file/parse-config.ts";
import { configSchema, DEFAULT_SETTINGS, type Config, type Settings } from "../../src/model/config.ts";
import { settingsFor } from "../../src/model/settings-for.ts";
import type { Target } from "../../src/model/target.ts";
import { anyCharacter } from "../support/any-character.ts";

const IDS = ["errors/client-error-spike", "latency/regression"];
const share = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000);
const name = fc.string({ minLength: 1, maxLength: 12 });
const optional = { requiredKeys: [] };
const settings: fc.Arbitrary<Settings> = fc.record(
  {
    disable: fc.array(fc.constantFrom(...IDS, "errors/*", "*"), { maxLength: 3 }),
    severity: fc.dictionary(fc.constantFrom(...IDS), fc.constantFrom("info", "warning", "critical"), {
      noNullPrototype: true,
    }),
    minErrorRatioRise: share,
    minErrors: fc.integer({ min: 1, max: 500 }),
    minLatencyRise: share,
  },
  optional,
);
const config: fc.Arbitrary<Config> = fc.record(
  {
    version: fc.constant(1 as const),
    regions: fc.array(name, { minLength: 1, maxLength: 2 }),
    since: fc.constantFrom("90s", "3h", "1h30m"),
    defaults: settings,
    apis: fc.array(
      fc.record(
        {
          api: name,
          settings,
          stages: fc.array(
            fc.record(
              {
                stage: name,
                settings,
                routes: fc.array(fc.record({ route: name, settings }), { maxLength: 2 }),
              },
              { requiredKeys: ["stage"] },
            ),
            { maxLength: 2 },
          ),
        },
        { requiredKeys: ["api"] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ["version"] },
);

const target: Target = {
  id: "http:a1/prod",
  kind: "http",
  apiId: "a1",
  apiName: "orders",
  stage: "prod",
  region: "eu-west-1",
  accountId: null,
  dimensions: {},
  configuration: null,
};

describe("any configuration", () => {
  test("survives being written as YAML, and is in its own schema", () => {
    fc.assert(
      fc.property(config, (one) => {
        expect(parseConfig(stringify(one), IDS)).toEqual({ config: one, problems: [] });
        expect(configSchema.parse(one)).toEqual(one);
      }),
    );
  });

  test("with one unknown key has exactly that problem, on the line where it stands", () => {
    fc.assert(
      fc.property(config, fc.stringMatching(/^x[a-z]{3,9}$/), (one, key) => {
        const text = `${stringify(one)}${key}: 1\n`;
        const { problems } = parseConfig(text, IDS);
        expect(problems).toHaveLength(1);
        expect(text.split("\n")[problems[0]!.line - 1]).toBe(`${key}: 1`);
        expect(problems[0]!.where).toBe(key);
      }),
    );
  });

  test("no text at all makes the reader throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: anyCharacter }), fc.json()), (text) => {
        const { config: read, problems } = parseConfig(text, IDS);
        expect(read === undefined).toBe(problems.length > 0);
      }),
    );
  });

  test("gives every target whole settings, whatever its patterns and the names", () => {
    fc.assert(
      fc.property(config, name, name, name, (one, apiName, stage, route) => {
        const resolved = settingsFor(one)({ ...target, apiName, stage }, route);
        expect(Object.keys(resolved).sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
        expect(Object.values(resolved)).not.toContain(undefined);
        for (const item of one.defaults?.disable ?? []) expect(resolved.disable).toContain(item);
      }),
    );
  });
});
