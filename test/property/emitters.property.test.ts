import { parse as parseHcl } from "@cdktf/hcl2json";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { jsText } from "../../src/alarms/emitters/cdk/js-text.ts";
import { bashText } from "../../src/alarms/emitters/cli/bash-text.ts";
import { cloudformationYaml } from "../../src/alarms/emitters/cloudformation/cloudformation.ts";
import { commentLines } from "../../src/alarms/emitters/comment-lines.ts";
import { dashboardText } from "../../src/alarms/emitters/dashboard/dashboard-text.ts";
import { jsonText } from "../../src/alarms/emitters/json-text.ts";
import { logicalId, terraformName } from "../../src/alarms/emitters/resource-ids.ts";
import { escapeTemplate, hclText } from "../../src/core/hcl-text.ts";
import { plainSpec } from "../support/emitted-alarms.ts";
import { anyCharacter } from "../support/any-character.ts";

/** Texts made mostly of what grammars care about; every control character may come, and what is outside the first plane. */
const SIGNS =
  "${}%{}$$%%\"'`\\!&|>*#-:,[]~=<@?\n\r\t \u0000\u0007\u001b\u007f\u0085\u2028\u2029\u202e\ufeff".split("");
const text = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...SIGNS) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          "yes",
          "0x1",
          "1e3",
          "null",
          "${AWS::Region}",
          "%{if",
          "JSON",
          "é",
          "\u{1f600}",
        ),
      },
      { weight: 3, arbitrary: fc.string({ unit: anyCharacter, maxLength: 6 }) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""))
  .filter((joined) => !/\p{Cs}/u.test(joined));

describe("a text comes back as it was", () => {
  it("from HCL, read by HashiCorp's parser", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 30 }), async (texts) => {
        const source = texts.map((one, index) => `a${index} = [${hclText(one)}]\n`).join("");
        const parsed = (await parseHcl("a.tf", source)) as Record<string, [string]>;
        // The parser hands templates on; what is one is checked by the reader of the conformance suite.
        const read = texts.map((_, index) =>
          parsed[`a${index}`]![0].replaceAll(/\$\$\{|%%\{/g, (sign) => sign.slice(1)),
        );
        expect(read).toEqual(texts.map((one) => one.normalize()));
        for (const one of texts) expect(escapeTemplate(one)).not.toMatch(/(?<!\$)\$\{|(?<!%)%\{/);
      }),
      { numRuns: 40 },
    );
  });

  it("from a script, run by the engine", () => {
    fc.assert(
      fc.property(text, (one) => {
        const source = jsText(one);
        // oxlint-disable-next-line no-eval -- the engine is the judge
        expect((0, eval)(source)).toBe(one);
        expect(source).not.toMatch(/[\n\r\u2028\u2029\u202e]/);
      }),
      { numRuns: 300 },
    );
  });

  it("from JSON", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(JSON.parse(jsonText([one, { at: one }], 2))).toEqual([one, { at: one }]);
      }),
    );
  });

  it.skipIf(!hasBash())("from bash (skipped where there is none)", () => {
    fc.assert(
      fc.property(
        fc.array(
          text.map((one) => one.replaceAll("\0", "")),
          { minLength: 1, maxLength: 80 },
        ),
        (texts) => {
          const printed = execFileSync("bash", ["-c", `printf '%s\\0' ${texts.map(bashText).join(" ")}`], {
            encoding: "utf8",
            env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8" },
          });
          expect(printed).toBe(texts.map((one) => `${one}\0`).join(""));
        },
      ),
      { numRuns: 6 },
    );
  });

  it.each(["1.1", "1.2"] as const)("from a template, read as YAML %s", (version) => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const spec = plainSpec(1, other);
        const definition = {
          ...spec.definition,
          AlarmDescription: one,
          Namespace: other || "x",
        } as typeof spec.definition;
        const options = {
          name: "a",
          tags: {},
          topics: {},
          okActions: false,
          insufficientDataActions: false,
          dashboard: null,
        };
        fc.pre(!`${one}${other}`.includes("{{resolve:"));
        const files = cloudformationYaml.emit([{ ...spec, definition }], {
          ...options,
          topics: { page: [] },
        });
        const { Resources } = parseYaml(files[0]!.text, { version }) as {
          Resources: Record<string, { Properties: object }>;
        };
        expect(Object.values(Resources)[0]!.Properties).toMatchObject({
          AlarmDescription: one.normalize(),
          Namespace: (other || "x").normalize(),
        });
      }),
      { numRuns: 60 },
    );
  });

  it("from a dashboard, which holds no sign that a template could take for its own", () => {
    fc.assert(
      fc.property(text, (one) => {
        const place = { x: 0, y: 0, width: 24, height: 3 };
        const properties = {
          title: `t${one}`,
          sortBy: "stateUpdatedTimestamp",
          alarmNames: [one, "b"],
        } as const;
        const body = dashboardText(
          { widgets: [{ type: "alarm", ...place, properties }] },
          (_, name) => `arn:${name}`,
          0,
        );
        expect(body).not.toMatch(/[$%]/);
        expect(JSON.parse(body)).toEqual({
          widgets: [
            {
              type: "alarm",
              ...place,
              properties: {
                title: properties.title,
                sortBy: properties.sortBy,
                alarms: [`arn:${one}`, "arn:b"],
              },
            },
          ],
        });
      }),
      { numRuns: 200 },
    );
  });
});

it("a comment is lines that end nothing and hide nothing, with every word that can be seen", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (one, width) => {
      const lines = commentLines(one, width);
      for (const line of lines) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^ | $/u);
        expect(line.length <= width || !line.includes(" ")).toBe(true);
      }
      const words = (from: string) =>
        from.split(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp} ]+/u).filter((word) => word !== "");
      expect(words(lines.join(" "))).toEqual(words(one));
    }),
  );
});

it("ids are of their alphabets and differ where keys do", () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(logicalId(one)).toMatch(/^[A-Za-z][A-Za-z0-9]{0,99}$/);
      expect(terraformName(one)).toMatch(/^[a-z][a-z0-9_]{0,99}$/);
      expect(logicalId(one) === logicalId(other)).toBe(one === other);
      expect(terraformName(one) === terraformName(other)).toBe(one === other);
    }),
    { numRuns: 300 },
  );
});

function hasBash(): boolean {
  try {
    execFileSync("bash", ["-c", "true"]);
    return true;
  } catch {
    return false;
  }
}
