import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { renderSarif, type SarifResult } from "../../../../src/report/sarif/render-sarif.ts";
import { sarifUri } from "../../../../src/report/sarif/sarif-uri.ts";
import { anyCharacter } from "../../../support/any-character.ts";

const message = z.strictObject({ text: z.string().min(1) });
/** What the published schema demands of the parts that are used, written out: closed objects, ranges, words. */
const SARIF = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          version: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: message,
              fullDescription: message,
              help: message,
            }),
          ),
        }),
      }),
      columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.number().int().min(0),
          level: z.enum(["none", "note", "warning", "error"]),
          message,
          locations: z
            .tuple([
              z.strictObject({
                physicalLocation: z.strictObject({
                  artifactLocation: z.strictObject({
                    uri: z.string().regex(/^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})*$/),
                  }),
                  region: z.strictObject({ startLine: z.number().int().min(1) }),
                }),
              }),
            ])
            .optional(),
          partialFingerprints: z.record(z.string(), z.string()),
          suppressions: z
            .array(z.strictObject({ kind: z.enum(["inSource", "external"]), justification: z.string() }))
            .optional(),
        }),
      ),
    }),
  ]),
});

const RULES = ["dead-dimensions", "placeholder"].map((id) => ({
  id,
  title: `Title of ${id}`,
  description: "What and why.",
  help: "First this.\nThen that.",
}));

function rendered(changes: Partial<SarifResult>[]) {
  const results = changes.map((change, index): SarifResult => {
    const given = { ruleId: "placeholder", level: "warning", message: "m", file: "a.yaml" } as const;
    return { ...given, line: 7, fingerprint: `f${index}`, suppressed: null, ...change };
  });
  return SARIF.parse(JSON.parse(renderSarif({ toolVersion: "1.2.3", rules: RULES, results }))).runs[0];
}

describe("renderSarif", () => {
  test("gives what the schema demands, with rules by index and in the order of files", () => {
    const run = rendered([
      { file: "b.yaml", line: 9 },
      { file: "b.yaml", line: 4, ruleId: "dead-dimensions", level: "error", suppressed: "until 2027" },
      { file: "a dir/ü.tf", line: null, level: "note" },
      { file: null },
    ]);
    expect(run.tool.driver).toMatchObject({ name: "gatewatch", version: "1.2.3" });
    expect(run.results.map(({ ruleIndex, level }) => [ruleIndex, level])).toEqual([
      [1, "warning"],
      [1, "note"],
      [0, "error"],
      [1, "warning"],
    ]);
    const places = run.results.map(({ locations }) => locations?.[0].physicalLocation);
    expect(places.map((place) => place?.artifactLocation.uri)).toEqual([
      undefined,
      "a%20dir/%C3%BC.tf",
      "b.yaml",
      "b.yaml",
    ]);
    expect(places.map((place) => place?.region.startLine)).toEqual([undefined, 1, 4, 9]);
    expect(run.results[2]?.suppressions).toEqual([{ kind: "external", justification: "until 2027" }]);
    expect(run.tool.driver.rules[1]?.help.text).toBe("First this.\nThen that.");
  });

  test("a name can neither make a link nor turn the text around", () => {
    const [result] = rendered([{ message: "[click](https://evil.example) \u202Egpj\u0007" }]).results;
    expect(result?.message.text).toBe("[click] (https://evil.example) \\u{202e}gpj\\x07");
  });

  test("is valid whatever the names are", () => {
    const text = fc.string({ unit: anyCharacter, minLength: 1 });
    const names = fc.sample(fc.record({ file: text, message: text }), { numRuns: 60, seed: 41 });
    expect(rendered(names).results).toHaveLength(60);
  });

  test("a result of an unknown rule is a defect, not a result without a rule", () => {
    expect(() => rendered([{ ruleId: "other" }])).toThrow('no rule "other"');
  });
});

test.each([
  ["./alarms/a.yaml", "alarms/a.yaml"],
  ["../x/a b#c?.tf", "../x/a%20b%23c%3F.tf"],
  ["/etc/a.yaml", "file:///etc/a.yaml"],
  ["C:\\work\\a.yaml", "file:///C:/work/a.yaml"],
  ["infra\\a.yaml", "infra/a.yaml"],
  ["aws:orders.yaml", "aws%3Aorders.yaml"],
  ["100%.yaml", "100%25.yaml"],
])("the URI of %s is %s", (path, uri) => {
  expect(sarifUri(path)).toBe(uri);
});
