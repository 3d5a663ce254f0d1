import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { Template as Synthesized } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { callsOfBundle, generatedFiles } from "../../scripts/generate-deploy.mjs";
import { agentStatements } from "../../src/catalog/agent-policy.ts";
import { PERMISSIONS } from "../../src/catalog/permissions.ts";
import { AGENT_STATEMENTS } from "../../src/cdk/agent-statements.gen.ts";
import { Gatewatch, type GatewatchProps } from "../../src/cdk/gatewatch.ts";
import { DEPLOY_CASES } from "../support/deploy-cases.ts";
import { describeTemplate, readSam, type Described, type Template } from "../support/describe-template.ts";
import { hasSamTranslator, translateSam } from "../support/translate-sam.ts";
import { describeTerraform, readTerraform } from "../support/describe-terraform.ts";

const root = resolve(import.meta.dirname, "../..");
const SAM = resolve(root, "deploy/lambda/template.yaml");
const TERRAFORM = resolve(root, "deploy/terraform");

function synthesize(props: (stack: Stack) => GatewatchProps): Described {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, "stack", { env: { account: "111122223333", region: "eu-west-1" } });
  // eslint-disable-next-line no-new
  new Gatewatch(stack, "Gatewatch", { code: Code.fromInline("0"), ...props(stack) });
  return describeTemplate(Synthesized.fromStack(stack).toJSON() as Template, {});
}

// Its own check of templates takes ten times as long as all else.
beforeEach(() => vi.stubEnv("CDK_VALIDATION", "false"));
afterEach(() => vi.unstubAllEnvs());

describe.each(DEPLOY_CASES)("$name", ({ sam, cdk, terraform }) => {
  const template = describeTemplate(readSam(SAM), sam);

  it("makes of the SAM template what it is to make", () => {
    expect(Object.keys(template)).toEqual([
      "alarm-deadletter",
      "alarm-failure",
      "alarm-silence",
      "bucket",
      "bucket-policy",
      "dead-letters",
      "function",
      "function-role",
      "invoke",
      "log-group",
      "timer",
      "timer-role",
    ]);
  });

  it("makes the same of the CDK construct", () => {
    expect(synthesize(cdk)).toEqual(template);
  });

  it("makes the same of the Terraform module", async () => {
    expect(await describeTerraform(readTerraform(TERRAFORM), terraform)).toEqual(template);
  });
});

describe("secrets", () => {
  it("are hidden by what deploys them", () => {
    const secrets = ["ExternalId", "SlackUrl", "WebhookUrl", "SigningKey"];
    const { Parameters = {} } = readSam(SAM);
    const hidden = Object.entries(Parameters).filter(([, one]) => (one as { NoEcho?: true }).NoEcho);
    expect(hidden.map(([name]) => name)).toEqual(secrets);
    const sensitive = readTerraform(TERRAFORM).matchAll(
      /^variable "(\w+)" \{\n(?: .*\n)*? *sensitive *= true\n/gm,
    );
    const pascal = (name = "") =>
      name.replaceAll(/(?:^|_)([a-z])/g, (_all, one: string) => one.toUpperCase());
    expect([...sensitive].map(([, name]) => pascal(name))).toEqual(secrets);
  });
});

describe("permissions", () => {
  it("are those of the calls in the code, in all three", async () => {
    const files = await generatedFiles();
    expect(files.size).toBe(3);
    const written = [...files.keys()].map((path) => [path, readFileSync(resolve(root, path), "utf8")]);
    expect(written).toEqual([...files]);
  });

  it("are known of each call that the function can make", async () => {
    const of = (call: string): boolean =>
      PERMISSIONS.some(({ client, operation }) => `${client} ${operation}` === call) ||
      agentStatements(new Set([call])).length > agentStatements(new Set()).length;
    const calls = [...(await callsOfBundle())];
    expect(calls).toContain("s3 PutObject");
    expect(calls).toContain("cloudwatch GetMetricData");
    expect(calls.filter((call) => !of(call))).toEqual([]);
    expect(of("s3 DeleteObject")).toBe(false);
  });

  it("leave out nothing that a run reads", () => {
    expect(AGENT_STATEMENTS.map(({ sid }) => sid)).toEqual([
      "OwnLog",
      "DeadLetters",
      "OwnObjects",
      "OwnBucket",
      "Identity",
      "RestApisResources",
      "OtherApisResources",
      "MetricList",
      "Metrics",
      "AccessLogs",
      "AccessLogsResources",
      "ExecutionLogs",
      "ExecutionLogsResources",
      "Traces",
      "TracesResources",
      "Changes",
      "Topic",
      "EventBus",
      "OtherAccounts",
    ]);
  });

  it("grant nothing on everything that could be narrower", () => {
    const { Policies } = describeTemplate(readSam(SAM), DEPLOY_CASES[1].sam)["function-role"] as {
      Policies: { PolicyDocument: { Statement: { Action: string[]; Resource: string[] }[] } }[];
    };
    const wide = Policies[0]!.PolicyDocument.Statement.filter(({ Resource }) => Resource.includes("*"));
    expect([...new Set(wide.flatMap(({ Action }) => Action))].toSorted()).toEqual([
      "cloudtrail:LookupEvents",
      "cloudwatch:DescribeAlarmHistory",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:GetMetricData",
      "cloudwatch:ListMetrics",
      "logs:DescribeLogGroups",
      "logs:GetQueryResults",
      "logs:StopQuery",
      "sts:GetCallerIdentity",
      "xray:BatchGetTraces",
      "xray:GetTraceSegmentDestination",
      "xray:GetTraceSummaries",
      "xray:ListRetrievedTraces",
      "xray:StartTraceRetrieval",
    ]);
  });
});

it.skipIf(!hasSamTranslator())(
  "SAM's own translator takes the template, makes of it nothing that was not asked for, and finds a planted mistake (skipped where Python has none)",
  () => {
    const text = readFileSync(SAM, "utf8");
    const planted = text.replace("Handler: index.handler", "Handlr: index.handler");
    const [taken, refused] = translateSam([text, planted]);
    expect(taken?.problems).toEqual([]);
    const [{ sam }, { sam: given }] = DEPLOY_CASES;
    for (const parameters of [sam, given]) {
      expect(describeTemplate(taken!.template!, parameters)).toEqual(
        describeTemplate(readSam(SAM), parameters),
      );
    }
    expect(refused?.problems.join()).toContain("Handlr");
  },
);

const isThere = (tool: string): boolean => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;

// Starting it takes as long as all else here; the comparison with the construct finds most of what it finds.
it.skipIf(process.env["GATEWATCH_JUDGE_ALL"] !== "1" || !isThere("cfn-lint"))(
  "the SAM template passes cfn-lint (skipped where that is not installed, or not all is judged)",
  () => {
    expect(execFileSync("cfn-lint", [SAM], { encoding: "utf8" })).toBe("");
  },
);

it.skipIf(!isThere("terraform"))(
  "the Terraform module is in Terraform's own format (skipped where that is not installed)",
  () => {
    expect(execFileSync("terraform", ["fmt", "-check", TERRAFORM], { encoding: "utf8", stdio: "pipe" })).toBe(
      "",
    );
  },
);
