import { existsSync } from "node:fs";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { serveAccount } from "../../src/cli/commands/simulate-listen.ts";
import { reportSchema } from "../../src/model/report.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { BUILT_CLI } from "../support/built-cli.ts";
import { runCli, type CliRun } from "../support/cli-run.ts";
import { collectorAccount, NOW_MS, REGION } from "../support/collector-account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

let running: Loopback;

beforeEach(async () => {
  stubAwsEnvironment();
  vi.stubEnv("AWS_SESSION_TOKEN", "");
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
  vi.stubEnv("AWS_REGION", REGION);
  running = await startLoopback(collectorAccount());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running.close();
});

async function report(...argv: readonly string[]): Promise<CliRun> {
  const where = ["--endpoint-url", running.url];
  const span = ["--since", "2h", "--baseline", "1d"];
  return runCli(["report", ...where, ...span, ...argv], { now: () => NOW_MS });
}

async function restart(faults: NonNullable<Parameters<typeof startLoopback>[1]>["faults"] = []) {
  await running.close();
  running = await startLoopback(collectorAccount(), { faults });
}

test("a live report: the same command as everywhere, against an endpoint that speaks AWS", async () => {
  const run = await report("--format", "json");
  expect(run.code).toBe(0);
  const found = reportSchema.parse(JSON.parse(run.stdout));
  expect(found.targets.length).toBeGreaterThan(0);
  expect(found.targets.some(({ requests }) => (requests ?? 0) > 0)).toBe(true);
  expect(found.cost.metricsRequested).toBeGreaterThan(0);
  // Its stages have no logs that could be read.
  const others = found.blindSpots.filter(({ source }) => !["access-logs", "execution-logs"].includes(source));
  expect(others).toEqual([]);
});

test("the endpoint of the AWS environment is used as it is", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", running.url);
  const run = await runCli(["report", "--since", "1h", "--baseline", "6h"], { now: () => NOW_MS });
  expect(run.code).toBe(0);
  expect(run.stdout).toContain("live from AWS");
  expect(running.requests.length).toBeGreaterThan(0);
});

test("several regions are told apart in the ids", async () => {
  const run = await report("--format", "json", "--region", REGION, "--region", "ap-southeast-2");
  const { targets } = reportSchema.parse(JSON.parse(run.stdout));
  expect(targets.length).toBeGreaterThan(0);
  for (const { id } of targets) expect(id).toMatch(new RegExp(`^${REGION}/`));
});

test("--max-cost stops before the first metric is paid for", async () => {
  const run = await report("--max-cost", "0.00001");
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toContain("(E_COST_LIMIT)");
  expect(running.requests.map(({ operation }) => operation)).not.toContain("GetMetricData");
});

test("what is denied is a blind spot of a report that is still made", async () => {
  await restart([{ service: "apigateway", kind: "deny" }]);
  const run = await report();
  expect(run.code).toBe(0);
  expect(run.stdout).toContain("BLIND SPOTS: what could not be looked at");
  expect(run.stdout).toContain("ACCESS_DENIED");
  expect(run.stdout).toMatch(/^(healthy|critical|degraded) /m);
});

describe.each(["deny", "throttle", "server-error", "cut-response", "expired-token", "garbage"] as const)(
  "with nothing but %s",
  (kind) => {
    test("the run ends in one clear line and exit status 3", async () => {
      await restart([{ kind }]);
      const run = await report("--quiet");
      expect(run).toMatchObject({ code: 3, stdout: "" });
      expect(run.stderr).toMatch(/^gatewatch: .+ \(E_[A-Z_]+\)\n( {2}.+\n)* {2}hint: .+\n$/);
      expect(run.stderr).not.toContain("    at ");
    });
  },
);

test("missing credentials are one clear line with the next step", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
  const run = await report("--quiet");
  expect(run).toMatchObject({ code: 3, stdout: "" });
  expect(run.stderr).toMatch(/^gatewatch: .+ \(E_CREDENTIALS\)\n {2}hint: .+\n$/);
});

test("an endpoint that is not there is one clear line", async () => {
  const run = await runCli(["report", "--quiet", "--endpoint-url", "http://127.0.0.1:9"], {
    now: () => NOW_MS,
  });
  expect(run).toMatchObject({ code: 3, stdout: "" });
  expect(run.stderr).toMatch(/^gatewatch: .+\n( {2}.+\n)* {2}hint: .+\n$/);
});

test("a simulated account is served, its command printed, until Ctrl-C", async () => {
  const interruption = new AbortController();
  let printed = "";
  const asked: Promise<CliRun>[] = [];
  const stdout = {
    write: (text: string) => {
      printed += text;
      const [url, ...rest] = /http:\S+/.exec(text) ?? [];
      expect(rest).toEqual([]);
      const until = /--until (\S+)/.exec(text)?.[1] ?? "";
      const argv = ["report", "--quiet", "--format", "json", "--endpoint-url", url ?? "", "--until", until];
      asked.push(runCli([...argv, "--baseline", "1d"], { now: () => NOW_MS + 3_600_000 }));
      void asked[0]?.finally(() => interruption.abort());
    },
    isTTY: false,
    columns: undefined,
  };
  const stderr = { ...stdout, write: () => undefined };
  const context = { stdout, stderr, interruption: () => interruption.signal };
  const progress = { onProgress: () => undefined, stop: () => undefined };
  await serveAccount(collectorAccount(), 0, context, progress);
  expect(printed).toMatch(
    /^AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+ AWS_ACCESS_KEY_ID=\w+ AWS_SECRET_ACCESS_KEY=\w+ AWS_REGION=[\w-]+ gatewatch report --until \S+Z\n$/,
  );
  const answer = await asked[0];
  expect(answer).toMatchObject({ code: 0, stderr: "" });
  expect(reportSchema.parse(JSON.parse(answer?.stdout ?? "")).window.end).toBe(
    new Date(NOW_MS).toISOString(),
  );
});

describe.skipIf(BUILT_CLI === null)(
  "the built command line (skipped where dist is not built from these sources)",
  () => {
    const run = promisify(execFile);

    test("prints its help and nothing else", async () => {
      const { stdout, stderr } = await run(process.execPath, [BUILT_CLI ?? "", "--help"]);
      expect(stdout).toContain("Usage: gatewatch");
      expect(stderr).toBe("");
    });

    test("ends with the exit status of the run", async () => {
      await expect(run(process.execPath, [BUILT_CLI ?? "", "reprot"])).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringContaining("Did you mean report?") as string,
      });
    });

    test.skipIf(!existsSync("/dev/full"))("does not end well where its output is lost", async () => {
      const lost = run("sh", ["-c", 'exec "$0" "$1" --help > /dev/full', process.execPath, BUILT_CLI ?? ""]);
      await expect(lost).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringContaining("cannot write the output: ENOSPC") as string,
      });
    });

    test("ends well where its reader has seen enough", async () => {
      const script = 'set -o pipefail; "$0" "$1" logs --help | head -n 1';
      const { stdout } = await run("bash", ["-c", script, process.execPath, BUILT_CLI ?? ""]);
      expect(stdout).toContain("Usage: gatewatch logs");
    });
  },
);

test("APIs whose metrics cannot be read: the report with what is missing, and no green exit status", async () => {
  await restart([{ kind: "deny", service: "cloudwatch", operation: "GetMetricData" }]);
  const run = await report("--fail-on", "critical");
  expect(run.code).toBe(3);
  expect(run.stdout).toContain("Nothing could be judged");
  expect(run.stdout).toContain("cloudwatch:GetMetricData");
});
