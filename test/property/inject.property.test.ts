import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { withoutInjected } from "../../src/alarms/inject/inject-alarms.ts";
import { ToolError } from "../../src/core/errors.ts";
import { recordOf } from "../../src/core/is-record.ts";
import { alarmsIn, injectTemplate, templateValue } from "../support/inject-template.ts";
import { anyCharacter } from "../support/any-character.ts";

/** Texts that hurt: of every grammar on the way, and characters that stand for values within. */
const hostile = fc.oneof(
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 30 }),
  fc.constantFrom(
    "${AWS::StackName}",
    "# gatewatch:begin alarms",
    "\ue000\ue001",
    "- a: b",
    "'\"\\",
    "{{resolve:ssm:x}}",
    "null",
    "\n\n",
    "Ref",
  ),
);
const layout = fc.record({
  indent: fc.integer({ min: 1, max: 5 }),
  isJson: fc.boolean(),
  isFlow: fc.boolean(),
  defaultStringType: fc.constantFrom(
    "PLAIN" as const,
    "QUOTE_DOUBLE" as const,
    "QUOTE_SINGLE" as const,
    "BLOCK_LITERAL" as const,
  ),
  newline: fc.constantFrom("\n", "\r\n"),
  tail: fc.constantFrom("", "\n", "\n\n", "\n# end", "\n  # end\n"),
  order: fc.constantFrom(["Parameters", "Resources"], ["Resources", "Parameters"], ["Resources"]),
});

/** Each run reads and writes a template five times. */
const isAll = process.env["GATEWATCH_JUDGE_ALL"] !== undefined;

describe("alarms in a template with hostile texts, in any layout", () => {
  it("come out again byte for byte, change nothing twice, and watch exactly what they should", () => {
    let injectedOnes = 0;
    fc.assert(
      fc.property(
        hostile,
        hostile,
        hostile,
        layout,
        (name, stage, other, { order, newline, tail, ...style }) => {
          const sections: Readonly<Record<string, object>> = {
            Parameters: { Env: { Type: "String", Default: other } },
            Resources: {
              Web: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: name, Description: other } },
              Live: {
                Type: "AWS::ApiGateway::Stage",
                Properties: { RestApiId: { Ref: "Web" }, StageName: stage, Description: other },
              },
            },
          };
          const value = Object.fromEntries(order.map((section) => [section, sections[section]]));
          const written = style.isJson
            ? JSON.stringify(value, null, style.indent)
            : stringify(value, {
                indent: style.indent,
                lineWidth: 0,
                defaultStringType: style.defaultStringType,
                defaultKeyType: "PLAIN",
                collectionStyle: style.isFlow ? "flow" : "any",
              }).trimEnd();
          const text = (written + (style.isJson ? tail.replace(/ *#.*/, "") : tail)).replaceAll(
            /\r?\n/g,
            newline,
          );
          let result;
          try {
            result = injectTemplate(text);
          } catch (error) {
            // A half of a surrogate pair, a control character in a stage's name: one clear refusal.
            expect(error).toBeInstanceOf(ToolError);
            return;
          }
          injectedOnes += result.alarms.length > 0 ? 1 : 0;
          expect(withoutInjected(result.text, "t")).toBe(text);
          expect(injectTemplate(result.text).text).toBe(result.text);
          const before = recordOf(templateValue(text));
          const after = recordOf(templateValue(result.text));
          expect(recordOf(after["Resources"])).toMatchObject(recordOf(before["Resources"]));
          if (result.alarms.length === 0) return;
          const read = recordOf(recordOf(before["Resources"])["Web"]);
          // oxlint-disable-next-line no-control-regex -- ASCII starts at NUL, and CloudWatch's rule is about ASCII
          const ascii = String(recordOf(read["Properties"])["Name"]).replace(/[^\x00-\x7f]/g, "");
          const watched = [...alarmsIn(result.text).values()].flatMap(({ Dimensions }) => Dimensions ?? []);
          const names = new Set(
            watched
              .map((one) => recordOf(one))
              .flatMap(({ Name, Value }) => (Name === "ApiName" ? [Value] : [])),
          );
          expect(names).toEqual(new Set([ascii.trim() === "" ? "${Web}" : ascii]));
        },
      ),
      { numRuns: isAll ? 60 : 16 },
    );
    expect(injectedOnes).toBeGreaterThan(isAll ? 10 : 2);
  });
});
