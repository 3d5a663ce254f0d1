/** Templates of public repositories: what is injected can be taken out again, and nothing else is touched. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withoutInjected } from "../../src/alarms/inject/inject-alarms.ts";
import { isRecord, listOf, recordOf } from "../../src/core/is-record.ts";
import { alarmsIn, injectTemplate, templateValue } from "../support/inject-template.ts";

const FOLDER = resolve(process.env["GATEWATCH_DATA"] ?? "../shared/data", "templates");
const INDEX = join(FOLDER, "index.json");
const isThere = existsSync(INDEX);
const { GATEWATCH_CFN_LINT: asked, GATEWATCH_JUDGE_ALL: judgesAll } = process.env;
const everyPath = isThere
  ? (JSON.parse(readFileSync(INDEX, "utf8")) as { path: string }[]).map((one) => one.path)
  : [];
/** A usual run takes every third one. */
const isWhole = asked === "all" || judgesAll !== undefined;
const paths = everyPath.filter((_, index) => isWhole || index % 3 === 0);
const textOf = (path: string): string => readFileSync(join(FOLDER, path), "utf8");
const results = new Map<string, ReturnType<typeof injectTemplate>>();
const injected = (path: string): ReturnType<typeof injectTemplate> => {
  const found = results.get(path) ?? injectTemplate(textOf(path));
  results.set(path, found);
  return found;
};

const propertiesOf = (resource: unknown) => recordOf(recordOf(resource)["Properties"]);

/** What stands in `longer` besides `shorter`, in at most `most` stretches; undefined: more is different. */
function insertions(shorter: string, longer: string, most: number): number | undefined {
  let from = 0;
  let added = 0;
  for (let count = 0; count <= most; count += 1) {
    while (from < shorter.length && shorter[from] === longer[from + added]) from += 1;
    if (from === shorter.length) return longer.length - from - added >= 0 ? count : undefined;
    // The next stretch ends where the rest of the shorter text goes on for long enough to be no accident.
    const next = longer.indexOf(shorter.slice(from, from + 200), from + added + 1);
    if (next < 0) return undefined;
    added = next - from;
  }
  return undefined;
}

describe.skipIf(!isThere)(`templates of others (skipped where ${INDEX} is not there)`, () => {
  it("have alarms in them, or an API that cannot be named", () => {
    expect(everyPath.length).toBeGreaterThan(100);
    const without = paths.filter((path) => {
      const { alarms, problems } = injected(path);
      return alarms.length === 0 && problems.length === 0;
    });
    expect(without).toEqual([]);
    expect(paths.filter((path) => injected(path).alarms.length > 0).length).toBeGreaterThan(
      isWhole ? 100 : 30,
    );
  });

  it("are given back byte for byte", () => {
    expect(paths.filter((path) => withoutInjected(injected(path).text, path) !== textOf(path))).toEqual([]);
  });

  it("have stretches inserted and nothing else", () => {
    // Parameters, conditions and resources; one of them may share its first characters with what it stands before.
    const others = paths.filter((path) => insertions(textOf(path), injected(path).text, 6) === undefined);
    expect(others).toEqual([]);
  });

  it("stay as they are at a second run", () => {
    const some = paths.filter((_, index) => index % 3 === 0);
    expect(some.length).toBeGreaterThan(12);
    expect(some.filter((path) => injectTemplate(injected(path).text).text !== injected(path).text)).toEqual(
      [],
    );
  });

  it("hold the alarms that were meant", () => {
    // Alarms under a condition that is false are not read.
    const isAlways = (path: string): boolean =>
      injected(path).stages.every(({ conditions }) => conditions.length === 0);
    const some = paths.filter(
      (path, index) => index % 4 === 2 && injected(path).alarms.length > 0 && isAlways(path),
    );
    let compared = 0;
    for (const path of some) {
      const { text, alarms, placeholders } = injected(path);
      const arn = {
        page: "arn:aws:sns:eu-west-1:123456789012:p",
        ticket: "arn:aws:sns:eu-west-1:123456789012:t",
      };
      const template = recordOf(templateValue(text));
      const resources = recordOf(template["Resources"]);
      // Every parameter is given a value that reads like its name.
      const given = Object.fromEntries(
        Object.keys(recordOf(template["Parameters"])).map((name) => [name, `\${${name}}`]),
      );
      const read = alarmsIn(text, {
        ...given,
        "AWS::StackName": "shop",
        PageTopicArn: arn.page,
        TicketTopicArn: arn.ticket,
      });
      const nameOf = (id: string): string | undefined => {
        const name = propertiesOf(resources[id])["FunctionName"];
        return typeof name === "string"
          ? name
          : name === undefined
            ? undefined
            : "a name that is put together";
      };
      const asRead = (value: unknown): unknown => {
        if (typeof value === "string") {
          if (value === "gatewatch:topic/page") return arn.page;
          if (value === "gatewatch:topic/ticket") return arn.ticket;
          return placeholders
            .readable(value)
            .replaceAll("${AWS::StackName}", "shop")
            .replaceAll(/\$\{(\w+)\}/g, (whole, id: string) => nameOf(id) ?? whole);
        }
        if (Array.isArray(value)) return value.map(asRead);
        if (!isRecord(value)) return value;
        return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asRead(inner)]));
      };
      for (const { definition } of alarms) {
        const { AlarmActions: actions } = definition;
        const whole = { ...definition, ...(actions && { OKActions: actions }) };
        const expected = asRead(whole) as { AlarmName: string };
        // What functions put together is the reader's business, and tested there.
        if (/put together|\$\{!/.test(JSON.stringify(expected))) continue;
        compared += 1;
        expect({ path, ...read.get(expected.AlarmName) }).toEqual({ path, ...expected });
      }
      expect(read.size).toBeGreaterThanOrEqual(alarms.length);
    }
    expect(compared).toBeGreaterThan(80);
  });

  it("say of REST APIs their name and never their id", () => {
    const seen: unknown[] = [];
    for (const path of paths) {
      const resources = recordOf(recordOf(templateValue(injected(path).text))["Resources"]);
      const alarms = Object.values(resources).filter(
        (one) => recordOf(one)["Type"] === "AWS::CloudWatch::Alarm",
      );
      for (const dimension of alarms.flatMap((alarm) => listOf(propertiesOf(alarm)["Dimensions"]))) {
        const { Name: name, Value: value } = recordOf(dimension);
        const { Ref: id } = recordOf(value);
        const type = typeof id === "string" ? recordOf(resources[id])["Type"] : undefined;
        if (name === "ApiName") expect(type).toBeUndefined();
        // SAM's implicit HTTP API is no resource of the template.
        if (name === "ApiId") expect(type ?? "HttpApi").toMatch(/V2::Api|HttpApi|WebSocketApi/);
        seen.push(name);
      }
    }
    expect(new Set(seen)).toEqual(
      new Set(["ApiName", "ApiId", "Stage", "FunctionName", "Resource", "Method"]),
    );
  });
});

/** The tool takes seconds to start. */
const wantsSome = asked !== undefined || judgesAll !== undefined;
/** Of all templates it takes minutes. */
const wantsAll = asked === "all";
const CFN_LINT = "cfn-lint";
const hasLint = wantsSome && isThere && spawnSync(CFN_LINT, ["--version"], { stdio: "ignore" }).status === 0;
const directory = mkdtempSync(join(tmpdir(), "gatewatch-inject-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** With everything that is injected at all: routes, an access log, a canary to be rolled back. */
const RICH = `Transform: AWS::Serverless-2016-10-31
Resources:
  Logs: {Type: AWS::Logs::LogGroup}
  Orders:
    Type: AWS::Serverless::Api
    Properties:
      Name: orders
      StageName: prod
      AccessLogSetting:
        DestinationArn: !GetAtt Logs.Arn
        Format: '{"api":"$context.apiId","stage":"$context.stage","why":"$context.error.responseType"}'
      MethodSettings:
        - {HttpMethod: "*", ResourcePath: "/*", MetricsEnabled: true}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: x.y
      Runtime: nodejs22.x
      InlineCode: x
      Events:
        Post: {Type: Api, Properties: {RestApiId: !Ref Orders, Path: /orders, Method: post}}
        Get: {Type: Api, Properties: {RestApiId: !Ref Orders, Path: "/orders/{id}", Method: get}}
`;
// These rules go by the day's date.
const IGNORED = ["--ignore-checks", "E2531", "E2533", "W2531"];

/** It reads slowly, too, so a small template of each form stands for all; both were clean before. */
const LINTED = [/function_with_tenancy_and_api_event\.yaml$/, /websocket_api_simple\.json$/];

it("a template with routes, an access log and a canary gets what is meant for them, and comes back", () => {
  const rich = injectTemplate(RICH, { config: { rollback: true } });
  const rules = rich.alarms.map(({ rule }) => rule);
  expect(rules).toEqual(expect.arrayContaining(["rollback", "logged-refusals", "lambda-companions"]));
  expect(rich.alarms.some(({ route }) => route === "GET /orders/{id}")).toBe(true);
  expect(withoutInjected(rich.text, "rich")).toBe(RICH);
});

const REASON =
  "skipped where it is not installed, or neither GATEWATCH_CFN_LINT nor GATEWATCH_JUDGE_ALL is set";
describe.skipIf(!hasLint)(`cfn-lint (${REASON})`, () => {
  it("finds nothing", { timeout: 60_000 }, () => {
    const files = LINTED.map((pattern, index) => {
      const path = everyPath.find((one) => pattern.test(one))!;
      const file = join(directory, `${index}.${path.endsWith("json") ? "json" : "yaml"}`);
      expect(injected(path).text).toContain("AWS::CloudWatch::Alarm");
      writeFileSync(file, injected(path).text);
      return file;
    });
    const rich = injectTemplate(RICH, { config: { rollback: true } });
    files.push(join(directory, "rich.yaml"));
    writeFileSync(files.at(-1)!, rich.text);
    const { stdout, status } = spawnSync(CFN_LINT, [...IGNORED, "--", ...files], { encoding: "utf8" });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });

  it.skipIf(!wantsAll)(
    "finds nothing in any template that it had not found before (skipped unless GATEWATCH_CFN_LINT is all)",
    { timeout: 1_200_000 },
    () => {
      const findings = (folder: string, text: (path: string) => string): readonly string[] => {
        const names = paths.map((path, index) => {
          const name = join(directory, `${folder}-${index}.${path.endsWith("json") ? "json" : "yaml"}`);
          writeFileSync(name, text(path));
          return name;
        });
        const { stdout } = spawnSync(CFN_LINT, ["--format", "json", ...IGNORED, "--", ...names], {
          encoding: "utf8",
          maxBuffer: 1e9,
        });
        const found = JSON.parse(stdout) as { Filename: string; Rule: { Id: string }; Message: string }[];
        return found
          .map(({ Filename, Rule, Message }) => `${Filename.replace(folder, "")} ${Rule.Id} ${Message}`)
          .sort();
      };
      const before = findings("before", textOf);
      expect(before.length).toBeGreaterThan(50);
      expect(findings("after", (path) => injected(path).text)).toEqual(before);
    },
  );
});
