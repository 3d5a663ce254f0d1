import { runInThisContext } from "node:vm";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { evaluateExpression } from "../../../../src/templates/terraform/evaluate-expression.ts";
import { parseTraversal } from "../../../../src/templates/terraform/parse-traversal.ts";
import { readModuleAlarms } from "../../../../src/templates/terraform/read-module-alarms.ts";
import { templatePieces } from "../../../../src/templates/terraform/template-pieces.ts";
import { toModule } from "../../../../src/templates/terraform/terraform-module.ts";

/** In the form that hcl2json gives: blocks as lists, expressions as "${...}". */
function read(value: object, given: Readonly<Record<string, unknown>> = {}, text = "") {
  const file = { file: "alarms.tf", text, value };
  return readModuleAlarms(file, toModule([file]), new Map(Object.entries(given)));
}
const metric = (named: Readonly<Record<string, object>>) => ({
  aws_cloudwatch_metric_alarm: Object.fromEntries(
    Object.entries(named).map(([name, body]) => [name, [body]]),
  ),
});

describe("what a module leaves to Terraform", () => {
  it("keeps a text's known part, names the rest and what it refers to", () => {
    const { alarms } = read({
      variable: { stage: [{}], page: [{ default: "arn:page" }] },
      locals: [{ prefix: "orders-${var.stage}" }],
      resource: {
        ...metric({
          errors: {
            evaluation_periods: "${1 + 2 * 3}",
            alarm_name: "${local.prefix}-5xx",
            dimensions: { ApiId: "${aws_apigatewayv2_api.orders.id}", Stage: "$${x}" },
            threshold: '${var.stage == "prod" ? 5 : 1}',
            alarm_actions: [
              "${var.page}",
              "${aws_sns_topic.page.arn}",
              "${data.aws_sns_topic.old.arn}",
              "${module.m.arn}",
            ],
            tags: { "gatewatch:silence": "metric/one metric/two" },
          },
        }),
        aws_apigatewayv2_api: { orders: [{ name: "orders" }] },
        aws_sns_topic: { page: [{ name: "page" }] },
      },
    });
    expect(alarms[0]).toMatchObject({
      fields: {
        AlarmName: "orders-${var.stage}-5xx",
        EvaluationPeriods: 7,
        Dimensions: [
          { Name: "ApiId", Value: "${aws_apigatewayv2_api.orders.id}" },
          { Name: "Stage", Value: "${x}" },
        ],
        AlarmActions: [
          "arn:page",
          "${aws_sns_topic.page.arn}",
          "${data.aws_sns_topic.old.arn}",
          "${module.m.arn}",
        ],
      },
      silenced: ["metric/one", "metric/two"],
    });
    expect(alarms[0]?.unknown).toEqual([
      { path: "AlarmName", text: "var.stage", refersTo: null },
      {
        path: "Dimensions[0].Value",
        text: "aws_apigatewayv2_api.orders.id",
        refersTo: { id: "aws_apigatewayv2_api.orders", type: "aws_apigatewayv2_api", attribute: "id" },
      },
      { path: "Threshold", text: 'var.stage == "prod" ? 5 : 1', refersTo: null },
      {
        path: "AlarmActions[1]",
        text: "aws_sns_topic.page.arn",
        refersTo: { id: "aws_sns_topic.page", type: "aws_sns_topic", attribute: "arn" },
      },
      {
        path: "AlarmActions[2]",
        text: "data.aws_sns_topic.old.arn",
        refersTo: { id: "data.aws_sns_topic.old", type: "aws_sns_topic", attribute: "arn" },
      },
      { path: "AlarmActions[3]", text: "module.m.arn", refersTo: null },
    ]);
  });

  it("takes what is given, as text or, for a map, as JSON", () => {
    const { alarms } = read(
      {
        variable: { limit: [{ default: 17 }], dims: [{ type: "${map(string)}" }], name: [{}] },
        resource: metric({
          a: { alarm_name: "${var.name}", threshold: "${var.limit}", dimensions: "${var.dims}" },
        }),
      },
      { limit: "23", dims: '{"ApiName":"orders"}', name: "n" },
    );
    expect(alarms[0]).toMatchObject({
      fields: { AlarmName: "n", Threshold: 23, Dimensions: [{ Name: "ApiName", Value: "orders" }] },
      unknown: [],
    });
  });

  it("reads each of what count and for_each make, by its own key and value", () => {
    const { alarms, problems } = read({
      variable: { on: [{ default: true }], limits: [{ default: { eu: 5, us: 7 } }] },
      resource: {
        ...metric({
          indexed: { alarm_name: "indexed-${count.index}", count: "${var.on ? 2 : 0}" },
          keyed: { alarm_name: "keyed-${each.key}", threshold: "${each.value}", for_each: "${var.limits}" },
          listed: { alarm_name: "listed-${each.value}", for_each: '${toset(["a", "b"])}' },
        }),
        aws_cloudwatch_composite_alarm: {
          all: [
            {
              alarm_name: "all",
              alarm_rule:
                '${join(" OR ", ["ALARM(${aws_cloudwatch_metric_alarm.indexed[1].alarm_name})", "ALARM(${aws_cloudwatch_metric_alarm.keyed["us"].arn})"])}',
            },
          ],
        },
      },
    });
    expect(problems).toEqual([]);
    expect(
      alarms.map(({ place, fields }) => [place.id.split(".")[1], fields["AlarmName"], fields["Threshold"]]),
    ).toEqual([
      ["indexed[0]", "indexed-0", undefined],
      ["indexed[1]", "indexed-1", undefined],
      ['keyed["eu"]', "keyed-eu", 5],
      ['keyed["us"]', "keyed-us", 7],
      ['listed["a"]', "listed-a", undefined],
      ['listed["b"]', "listed-b", undefined],
      ["all", "all", undefined],
    ]);
    expect(alarms.at(-1)).toMatchObject({
      fields: { AlarmRule: "ALARM(indexed-1) OR ALARM(keyed-us)" },
      unknown: [],
    });
  });

  it("says where only Terraform knows how many there are, and of dynamic blocks", () => {
    const { alarms, problems } = read({
      variable: { on: [{ default: 0 }], names: [{}] },
      resource: metric({
        none: { alarm_name: "none", count: "${var.on}" },
        some: { alarm_name: "some-${each.key}", for_each: "${toset(var.names)}" },
        blocks: { alarm_name: "blocks", dynamic: { metric_query: [{ for_each: [] }] } },
      }),
    });
    expect(alarms.map(({ place }) => place.id.split(".")[1])).toEqual(["some", "blocks"]);
    expect(alarms[0]?.unknown).toEqual([{ path: "AlarmName", text: "each.key", refersTo: null }]);
    expect(alarms[1]?.unknown.map(({ path }) => path)).toEqual(["Metrics"]);
    expect(problems.map(({ message }) => message.split(";")[0])).toEqual([
      "left out, because its count or for_each makes none",
      "for_each (toset(var.names)) may make several of it or none",
      'dynamic "metric_query" blocks are not unfolded',
    ]);
  });

  it("reads a composite's rule by the names of the module's alarms, known or not", () => {
    const { alarms } = read({
      resource: {
        ...metric({ a: { alarm_name: "a-${var.x}", count: 2 }, b: { alarm_name: "b" } }),
        aws_cloudwatch_composite_alarm: {
          all: [
            {
              alarm_name: "all",
              alarm_rule:
                "ALARM(${aws_cloudwatch_metric_alarm.a[0].arn}) OR ALARM(${aws_cloudwatch_metric_alarm.b.id}) OR ALARM(${var.other})",
              alarm_actions: ["${aws_cloudwatch_metric_alarm.b.arn}"],
            },
          ],
        },
      },
    });
    const all = alarms.find(({ kind }) => kind === "composite");
    expect(all?.fields["AlarmRule"]).toBe("ALARM(a-${var.x}) OR ALARM(b) OR ALARM(${var.other})");
    expect(all?.unknown.map(({ path, text }) => [path, text])).toEqual([
      ["AlarmRule", "var.other"],
      ["AlarmActions[0]", "aws_cloudwatch_metric_alarm.b.arn"],
    ]);
  });

  it("locals in a circle or doubling without end are unknown", () => {
    const locals = {
      a: "${local.b}",
      b: "x${local.a}",
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [
          `d${index}`,
          `\${local.d${index + 1}}\${local.d${index + 1}}`,
        ]),
      ),
      d60: "0123456789",
    };
    const { alarms } = read({
      locals: [locals],
      resource: metric({ a: { alarm_name: "${local.a}" }, d: { alarm_name: "${local.d0}" } }),
    });
    expect(alarms.map(({ unknown }) => unknown.length > 0)).toEqual([true, true]);
  });
});

describe("string templates", () => {
  it.each<[string, ReturnType<typeof templatePieces>]>([
    ["plain", [{ text: "plain" }]],
    ["a-${var.x}-b", [{ text: "a-" }, { expression: "var.x" }, { text: "-b" }]],
    ['${join("}", ["${var.x}", "{"])}', [{ expression: 'join("}", ["${var.x}", "{"])' }]],
    ["$${x} ${y}", [{ text: "${x} " }, { expression: "y" }]],
    ["${never closed", [{ text: "${never closed" }]],
    ["", []],
  ])("%j is cut into its pieces", (text, pieces) => {
    expect(templatePieces(text)).toEqual(pieces);
  });

  it("of texts and names put together give them back", () => {
    const name = fc.stringMatching(/^[a-z]{1,5}(\.[a-z]{1,4}){1,2}$/);
    const plain = fc.stringMatching(/^[a-z {}"-]{1,9}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(plain, name), { minLength: 1, maxLength: 6 }), (parts) => {
        const text = parts.map(([before, inside]) => `${before}\${${inside}}`).join("");
        const expected = parts.flatMap(([before, inside]) => [{ text: before }, { expression: inside }]);
        expect(templatePieces(text)).toEqual(expected);
      }),
    );
  });

  it.each([
    ["var.a", ["var", "a"]],
    ['var.a["b c"].d[0]', ["var", "a", "b c", "d", "0"]],
    ["aws_sns_topic.page-1.arn", ["aws_sns_topic", "page-1", "arn"]],
    ["a.b + 1", null],
    ['f("x")', null],
    ["a[var.b]", null],
    ['a["${b}"]', null],
    ["1", null],
  ])("%s is a reference or not", (expression, steps) => {
    expect(parseTraversal(expression)).toEqual(steps);
  });
});

describe("expressions", () => {
  const context = {
    reference: (text: string) => ({ "var.n": 4, "var.s": "prod", "var.l": ["x", "y"] })[text],
    template: (text: string) => text.replaceAll("${var.s}", "prod"),
  };
  it.each<[string, unknown]>([
    ["1 + 2 * 3 - 4", 3],
    ["(1 + 2) * 3", 9],
    ["-var.n / 8", -0.5],
    ["7 % 4 == 3 && !false", true],
    ['var.s == "prod" ? 5 : 1', 5],
    ['var.s != "prod" ? 5 : var.n > 3 ? 2 : 1', 2],
    ['1 == "1"', false],
    ["var.nowhere || true", true],
    ["var.nowhere && false", false],
    ["true ? var.n : var.nowhere", 4],
    ['join("-", concat(var.l, ["${var.s}"]))', "x-y-prod"],
    ['format("%s-%d%%", var.s, var.n)', "prod-4%"],
    ['merge({ a = 1, "b" : 2 }, { b = 3 })', { a: 1, b: 3 }],
    ["lookup({ prod = 9 }, var.s, 1)", 9],
    ['tonumber("0.5") * 2', 1],
    ['coalesce("", var.s)', "prod"],
    ["null", null],
    ["1 / 0", undefined],
    ["var.nowhere + 1", undefined],
    ['file("x")', undefined],
    ["[for x in var.l : x]", undefined],
    ["var.l[*]", undefined],
    ['constructor("x")', undefined],
    ["1 +", undefined],
    ["1 2", undefined],
    ["(".repeat(5_000), undefined],
    ["!".repeat(5_000), undefined],
    ["1 ? ".repeat(5_000), undefined],
  ])("%s", (text, value) => {
    expect(evaluateExpression(text, context)).toEqual(value);
  });

  it("of arithmetic give what the same text gives in JavaScript", () => {
    const leaf = fc.integer({ min: 0, max: 99 }).map(String);
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc
          .tuple(tie("expression"), fc.constantFrom("+", "-", "*"), tie("expression"))
          .map(([left, sign, right]) => `${left} ${sign} ${right}`),
        tie("expression").map((inner) => `(${inner})`),
      ),
    }));
    fc.assert(
      fc.property(expression, (text) => {
        expect(evaluateExpression(text, context)).toBe(Number(runInThisContext(text)));
      }),
    );
  });
});
