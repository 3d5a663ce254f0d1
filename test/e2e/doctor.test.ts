import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { diagnose } from "../../src/collectors/doctor/diagnose.ts";
import type { Outcome } from "../../src/collectors/doctor/probe.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { runCli, type CliRun } from "../support/cli-run.ts";
import { collectorAccount, collectorTargets, NOW_MS, REGION } from "../support/collector-account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

let running: Loopback | undefined;

async function serve(faults: FaultPlan = [], targets = collectorTargets()): Promise<string> {
  running = await startLoopback(collectorAccount({ targets }), { faults });
  return running.url;
}

async function doctor(argv: readonly string[], faults: FaultPlan = [], region = REGION): Promise<CliRun> {
  const endpoint = ["--endpoint-url", await serve(faults)];
  return runCli(["doctor", "--region", region, ...endpoint, ...argv], { now: () => NOW_MS });
}

const asked = (): string[] =>
  (running?.requests ?? []).map(({ service, operation }) => `${service}:${operation}`).sort();

beforeEach(() => {
  stubAwsEnvironment();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
  running = undefined;
});

describe("doctor", () => {
  it("says who I am and what is granted, asks little, and nothing that costs", async () => {
    const { code, stdout, stderr } = await doctor([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Identity +arn:aws:sts::\d{12}:assumed-role\//);
    expect(stdout).toMatch(/^Account +\d{12} \(partition aws\)$/m);
    expect(stdout).toMatch(/^REST APIs +granted$/m);
    expect(stdout).toMatch(/^Metrics +not tried$/m);
    expect(stdout).not.toContain("Statement");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(asked()).not.toContain("cloudwatch:GetMetricData");
    expect(asked().length).toBeLessThan(25);
  });

  it("tries access logs on a log group of theirs, and no query", async () => {
    const account = collectorAccount({ targets: collectorTargets() });
    const logGroups = () => [{ name: "/aws/apigateway/orders", createdMs: NOW_MS - 77_000 }];
    running = await startLoopback({ ...account, logGroups });
    const { stdout } = await runCli(["doctor", "--region", REGION, "--endpoint-url", running.url], {
      now: () => NOW_MS,
    });
    expect(stdout).toMatch(/^Access logs +granted, as far as tried$/m);
    expect(asked().filter((name) => name.startsWith("logs:"))).toEqual([
      "logs:DescribeLogGroups",
      "logs:DescribeLogGroups",
      "logs:DescribeLogGroups",
      "logs:FilterLogEvents",
    ]);
  });

  it("tries what costs only when told to", async () => {
    const { stdout } = await doctor(["--probe-paid"]);
    expect(stdout).toMatch(/^Metrics +granted$/m);
    expect(asked().filter((name) => name === "cloudwatch:GetMetricData")).toHaveLength(1);
  });

  it("names what is denied, what is lost, and the statement that is missing, in the caller's partition", async () => {
    const faults: FaultPlan = [
      { kind: "deny", service: "cloudwatch", operation: "ListMetrics" },
      { kind: "deny", service: "apigateway", operation: "GetStages" },
    ];
    const { code, stdout } = await doctor([], faults, "cn-north-1");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^List of metrics +denied$/m);
    expect(stdout.replace(/\s+/g, " ")).toContain("Without it: Routes are not looked at one by one");
    const policy = JSON.parse(stdout.slice(stdout.indexOf("{"))) as {
      Statement: { Action: string[]; Resource: string[] }[];
    };
    expect(policy.Statement.flatMap(({ Action }) => Action)).toContain("cloudwatch:ListMetrics");
    expect(policy.Statement.flatMap(({ Action }) => Action)).not.toContain("cloudwatch:GetMetricData");
    for (const resource of policy.Statement.flatMap(({ Resource }) => Resource)) {
      expect(resource).toMatch(/^(?:\*|arn:aws-cn:.*)$/);
    }
  });

  it("ends with 3 where everything is denied, and the policy is the whole one", async () => {
    const { code, stdout } = await doctor(
      ["--probe-paid"],
      [
        { kind: "deny", service: "cloudwatch" },
        { kind: "deny", service: "apigateway" },
        { kind: "deny", service: "logs" },
        { kind: "deny", service: "xray" },
        { kind: "deny", service: "cloudtrail" },
      ],
    );
    expect(code).toBe(3);
    expect(stdout.match(/ denied$/gm)).toHaveLength(9);
    expect(stdout).toMatch(/^Identity +granted$/m);
  });

  it.each(["throttle", "server-error", "timeout", "cut-response", "garbage"] as const)(
    "a %s is no denial",
    async (kind) => {
      const endpointUrl = await serve([{ kind, service: "apigateway", operation: "v2:GetApis" }]);
      const { features } = await diagnose({
        region: REGION,
        endpointUrl,
        nowMs: NOW_MS,
        probePaid: false,
        maxAttempts: 1,
        // Long enough for a busy machine to answer the calls that are not held back.
        requestTimeoutMs: kind === "timeout" ? 2_000 : undefined,
      });
      const outcomes = new Map(features.map(({ feature, outcome }) => [feature, outcome]));
      expect(outcomes.get("other-apis")).toBe<Outcome>("unknown");
      expect(outcomes.get("metric-list")).toBe<Outcome>("granted");
    },
  );

  it("without APIs says what it had nothing to try on", async () => {
    const endpointUrl = await serve([], []);
    const { stdout, code } = await runCli(["doctor", "--region", REGION, "--endpoint-url", endpointUrl], {
      now: () => NOW_MS,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^REST APIs +granted, as far as tried$/m);
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "Not tried: GetStages, GetResources, GetDeployments; no REST API is known to try it on.",
    );
  });

  it("an STS that does not answer leaves the rest to be told", async () => {
    const { code, stdout } = await doctor([], [{ kind: "server-error", service: "sts" }]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Identity +could not be told$/m);
    expect(stdout).toMatch(/^REST APIs +granted$/m);
  });
});

describe("one clear line", () => {
  /** The line, where there is just that and its hint. */
  const oneLine = ({ code, stdout, stderr }: CliRun): string | undefined => {
    const [, line] = /^gatewatch: ([^\n]+)\n {2}hint: [^\n]+\n$/.exec(stderr) ?? [];
    return code === 3 && stdout === "" ? line : undefined;
  };

  it("for an expired token", async () => {
    expect(oneLine(await doctor([], [{ kind: "expired-token" }]))).toMatch(/EXPIRED_TOKEN/);
  });

  it("for missing credentials", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
    vi.stubEnv("HOME", "/nonexistent");
    expect(oneLine(await doctor([]))).toMatch(/NO_CREDENTIALS/);
  });

  it("for an endpoint that is not there", async () => {
    const url = await serve();
    await running?.close();
    const run = await runCli(["doctor", "--region", REGION, "--endpoint-url", url], { now: () => NOW_MS });
    expect(oneLine(run)).toMatch(/no call was answered in .*UNREACHABLE/);
  });
});

describe("--policy", () => {
  it.each([
    ["eu-west-1", "arn:aws:"],
    ["cn-northwest-1", "arn:aws-cn:"],
    ["us-gov-east-1", "arn:aws-us-gov:"],
  ])("in %s prints only JSON, without a question to AWS", async (region, prefix) => {
    const { code, stdout, stderr } = await doctor(["--policy"], [], region);
    expect({ code, stderr, asked: asked() }).toEqual({ code: 0, stderr: "", asked: [] });
    const { Statement } = JSON.parse(stdout) as { Statement: { Resource: string[] }[] };
    const arns = Statement.flatMap(({ Resource }) => Resource).filter((resource) => resource !== "*");
    expect(arns.length).toBeGreaterThanOrEqual(5);
    expect(arns.filter((arn) => !arn.startsWith(prefix))).toEqual([]);
  });
});
