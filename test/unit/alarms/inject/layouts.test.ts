import { describe, expect, it } from "vitest";
import { withoutInjected } from "../../../../src/alarms/inject/inject-alarms.ts";
import { recordOf } from "../../../../src/core/is-record.ts";
import { injectTemplate, templateValue } from "../../../support/inject-template.ts";

const RESOURCES = `Resources:
  OrdersApi:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: orders
      ProtocolType: HTTP
  OrdersStage:
    Type: AWS::ApiGatewayV2::Stage
    Properties:
      ApiId: !Ref OrdersApi
      StageName: prod
`;
const OUTPUTS = `Outputs:
  Url:
    Value: !Sub https://\${OrdersApi}.example.org
`;
const JSON_TEXT = (indent: number | string): string =>
  JSON.stringify(
    {
      Resources: {
        OrdersApi: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "HTTP", Name: "orders" } },
        OrdersStage: {
          Type: "AWS::ApiGatewayV2::Stage",
          Properties: { ApiId: { Ref: "OrdersApi" }, StageName: "prod" },
        },
      },
    },
    null,
    indent,
  );

/** Ways to write one template, by what is special about them. */
const LAYOUTS: Readonly<Record<string, string>> = {
  plain: RESOURCES + OUTPUTS,
  "Resources at the end": `Description: x\n${RESOURCES}`,
  "no line break at the end": RESOURCES.trimEnd(),
  "no line break at the end, with CRLF": RESOURCES.trimEnd().replaceAll("\n", "\r\n"),
  "several line breaks at the end": `${RESOURCES}\n\n\n`,
  CRLF: `# first\n${RESOURCES}\n${OUTPUTS}`.replaceAll("\n", "\r\n"),
  "remarks everywhere": `# top\n\n# about the resources\n# and more\n${RESOURCES}  # at the end\n# of the outputs\n${OUTPUTS}# last`,
  "a remark behind the last value": `${RESOURCES.trimEnd()} # why prod\n`,
  "four spaces": RESOURCES.replaceAll(/^( +)/gm, "$1$1"),
  "one space": RESOURCES.replaceAll(/^( +)/gm, (spaces) => " ".repeat(spaces.length / 2)),
  "markers of documents": `---\n${RESOURCES}...\n`,
  "a directive": `%YAML 1.2\n---\n${RESOURCES}`,
  "Parameters of its own": `Parameters:\n  Env:\n    Type: String # which\n\n# the rest\n${RESOURCES}`,
  "Parameters behind Resources": `${RESOURCES}Parameters:\n    Env:\n        Type: String`,
  "Parameters without any": `Parameters:\n${RESOURCES}`,
  "Parameters in braces": `Parameters: {Env: {Type: String}}\n${RESOURCES}`,
  "Parameters in empty braces": `Parameters: {}\n${RESOURCES}`,
  "Parameters in braces over lines": `Parameters: {\n  Env: {Type: String},\n  }\n${RESOURCES}`,
  "Resources in braces": `Resources: {\n  A: {Type: "AWS::ApiGatewayV2::Api", Properties: {ProtocolType: HTTP, Target: x}},\n  }\n`,
  "all in braces": `{Resources: {A: {Type: "AWS::ApiGatewayV2::Api", Properties: {ProtocolType: HTTP, Target: x}}}}`,
  "an anchor and an alias": RESOURCES.replace(
    "Properties:\n      Name",
    "Properties: &it\n      Name",
  ).replace(
    "Resources:\n",
    "Resources: &all\n  Copy:\n    Type: Custom::Copy\n    Properties:\n      <<: {Name: x}\n",
  ),
  "a text that ends the section": `${RESOURCES}      Description: |\n        one\n\n        two\n\n\n${OUTPUTS}`,
  "a text that keeps its blank lines": `${RESOURCES}      Description: |+\n        one\n\n\n${OUTPUTS}`,
  "a folded text at the very end": `${RESOURCES}      Description: >-\n        one\n        two`,
  "a text over lines": `${RESOURCES}      Description: one\n        two\n\n        three\n${OUTPUTS}`,
  "a resource without a value": `${RESOURCES}  Nothing:\n${OUTPUTS}`,
  "a marker within a text": `${RESOURCES}      Description: |\n        # gatewatch:begin alarms\n        # gatewatch:end alarms\n`,
  "JSON, two spaces": `${JSON_TEXT(2)}\n`,
  "JSON, four spaces": JSON_TEXT(4),
  "JSON, tabs": JSON_TEXT("\t"),
  "JSON on one line": JSON_TEXT(0),
  "JSON with CRLF": JSON_TEXT(2).replaceAll("\n", "\r\n"),
  "JSON with parameters": JSON_TEXT(2).replace(
    "{",
    '{\n  "Parameters": {\n    "Env": { "Type": "String" }\n  },',
  ),
  "JSON with empty parameters": JSON_TEXT(2).replace("{", '{\n  "Parameters": {\n  },'),
  "JSON with parameters behind": JSON_TEXT(0).replace(/\}$/, ',"Parameters":{}}'),
};

describe.each(Object.entries(LAYOUTS))("a template with %s", (_, text) => {
  const injected = injectTemplate(text);

  it("takes alarms without another change", () => {
    const before = recordOf(templateValue(text));
    const after = recordOf(templateValue(injected.text));
    const resources = { before: recordOf(before["Resources"]), after: recordOf(after["Resources"]) };
    const added = Object.keys(resources.after).filter((id) => !(id in resources.before));
    expect(added.length).toBe(injected.alarms.length);
    expect(added.length).toBeGreaterThan(3);
    expect(resources.after).toMatchObject(resources.before);
    expect(Object.keys(recordOf(after["Parameters"]))).toEqual(
      expect.arrayContaining([
        ...Object.keys(recordOf(before["Parameters"])),
        "PageTopicArn",
        "TicketTopicArn",
      ]),
    );
    expect(after["Outputs"]).toEqual(before["Outputs"]);
  });

  it("gives its bytes back", () => {
    expect(withoutInjected(injected.text, "t")).toBe(text);
  });

  it("stays as it is when asked again, and follows other wishes", () => {
    expect(injectTemplate(injected.text).text).toBe(injected.text);
    const other = injectTemplate(injected.text, {
      config: { maxAlarms: 1, runbookUrl: "https://example.org/r" },
    });
    expect(other.text).toBe(
      injectTemplate(text, { config: { maxAlarms: 1, runbookUrl: "https://example.org/r" } }).text,
    );
    expect(other.text).not.toBe(injected.text);
    expect(injectTemplate(other.text).text).toBe(injected.text);
  });

  it("breaks lines as it did", () => {
    const breaks = (of: string): ReadonlySet<string> => new Set(of.match(/\r?\n/g));
    expect(breaks(injected.text).size).toBeLessThanOrEqual(1);
    if (breaks(text).size === 1) expect(breaks(injected.text)).toEqual(breaks(text));
  });
});
