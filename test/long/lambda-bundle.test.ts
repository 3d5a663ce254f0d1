import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { bundleLambda, zipFiles } from "../../scripts/build-lambda.mjs";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { reportSchema } from "../../src/model/report.ts";
import { AGENT_STATEMENTS } from "../../src/cdk/agent-statements.gen.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { SIMULATE_NOW_MS, simulatePlan, simulateStage } from "../support/simulate-plan.ts";

/** Bundling takes a second where nothing else is done. */
const SLOWEST_MS = 60_000;
const MOST_ZIPPED_BYTES = 1_000_000;
const BUCKET = "agent-of-ours";
const NOW = new Date(SIMULATE_NOW_MS).toISOString();
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:news";

/** As Lambda would: the module is loaded once and its handler called with one event after the other. Time goes on from "now". */
const HOST = `
const [, bundle, nowMs, events] = process.argv;
const begun = performance.now();
Date.now = () => Number(nowMs) + Math.round(performance.now() - begun);
const { handler } = await import(bundle);
const results = [];
for (const event of JSON.parse(events)) {
  const context = { awsRequestId: "request-" + results.length, getRemainingTimeInMillis: () => 60_000 };
  results.push(await handler(event, context).catch((error) => ({ failed: error.message })));
}
process.stderr.write(JSON.stringify(results));
`;

let folder = "";
let files: Map<string, Uint8Array>;
let loopback: Loopback | undefined;

beforeAll(async () => {
  ({ files } = await bundleLambda());
  folder = mkdtempSync(join(tmpdir(), "gatewatch-lambda-"));
  for (const [name, contents] of files) writeFileSync(join(folder, name), contents);
  const stage = simulateStage({ routes: simulateStage().routes });
  const incident = {
    name: "integration-timeout",
    target: "rest:things/prod",
    route: null,
    startMs: SIMULATE_NOW_MS - 40 * 60_000,
    endMs: SIMULATE_NOW_MS,
  };
  const plan = simulatePlan([stage], {
    incidents: [incident],
    topics: [{ arn: TOPIC, confirmed: 2, pending: 0 }],
  });
  const config = "version: 1\nbaseline: 1d\nagent:\n  logs: off\n";
  const objects = new Map([["config.yaml", { body: Buffer.from(config), writtenMs: SIMULATE_NOW_MS }]]);
  loopback = await startLoopback(createAccount(plan), { buckets: new Map([[BUCKET, objects]]) });
}, SLOWEST_MS);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await loopback?.close();
});

async function invoke(
  events: readonly unknown[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ results: Record<string, unknown>[]; log: string }> {
  const bundle = pathToFileURL(join(folder, "index.mjs")).href;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", HOST, bundle, String(SIMULATE_NOW_MS), JSON.stringify(events)],
    {
      env: {
        AWS_ENDPOINT_URL: loopback?.url,
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "dummy",
        AWS_REGION: "eu-west-1",
        AWS_EC2_METADATA_DISABLED: "true",
        GATEWATCH_BUCKET: BUCKET,
        GATEWATCH_TOPIC_ARN: TOPIC,
        GATEWATCH_EVENT_BUS: "",
        ...environment,
      },
      maxBuffer: 2e7,
    },
  );
  return { results: JSON.parse(stderr) as Record<string, unknown>[], log: stdout };
}

describe("the bundle", () => {
  it("is small enough to load fast, and whole", () => {
    expect(files.size).toBeGreaterThan(10);
    const zip = zipFiles(files);
    expect(zip.length).toBeLessThan(MOST_ZIPPED_BYTES);
    expect(Buffer.from(zipFiles(new Map([...files].toReversed()))).equals(Buffer.from(zip))).toBe(true);
  });

  it("runs on the schedule's event, tells each receiver once, and does nothing where the event comes twice", async () => {
    const event = { scheduledTime: NOW };
    const { results, log } = await invoke([event, event], {
      GATEWATCH_EVENT_BUS: "incidents",
      GATEWATCH_METRICS_NAMESPACE: "Gatewatch",
    });
    expect(results).toEqual([
      expect.objectContaining({ events: 1, undelivered: [] }),
      expect.objectContaining({ events: 0, undelivered: [] }),
    ]);
    expect(results.map(({ summary }) => (summary as { outcome: string }).outcome)).toEqual([
      "done",
      "repeated",
    ]);
    expect((loopback?.published ?? []).map(({ destination }) => destination).toSorted()).toEqual([
      TOPIC,
      "incidents",
    ]);
    const lines = log
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ kind }) => kind === "opened")).toHaveLength(1);
    expect(lines.filter((line) => "_aws" in line && line["Runs"] === 1)).toHaveLength(1);
    const kept = [...(loopback?.buckets.get(BUCKET)?.keys() ?? [])];
    expect(kept).toContain("state/agent.json.gz");
    expect(kept).toContain("reports/2026/11/20/1500-00.json");
    const message = (loopback?.published ?? []).find(({ destination }) => destination === TOPIC)?.message;
    expect(message?.["Message"]).toContain(
      `/s3/object/${BUCKET}?region=eu-west-1&prefix=reports%2F2026%2F11%2F20%2F`,
    );
  });

  it("answers with a report where it is asked for one, and says what it does not understand", async () => {
    const before = (loopback?.published ?? []).length;
    const { results } = await invoke([
      { since: "1h", apis: ["thin*", "none"], format: "json" },
      { format: "terminal" },
      { format: "pdf" },
      { since: "1h", api: "things" },
    ]);
    const report = reportSchema.parse(results[0]);
    expect(report.targets.map(({ id }) => id)).toEqual(["rest:things/prod"]);
    expect(Date.parse(report.window.end) - Date.parse(report.window.start)).toBe(3_600_000);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(results[1]).toMatchObject({
      format: "terminal",
      report: expect.stringContaining("rest:things/prod") as string,
    });
    expect(results[2]?.["failed"]).toContain('there is no format "pdf"');
    expect(results[3]?.["failed"]).toContain('Unrecognized key: "api"');
    expect(loopback?.published ?? []).toHaveLength(before);
  });

  it("says what is wrong with its configuration, and where", async () => {
    const { results, log } = await invoke([{}], { GATEWATCH_MAX_COST_USD: "much", GATEWATCH_BUCKET: BUCKET });
    expect(results[0]?.["failed"]).toContain('GATEWATCH_MAX_COST_USD is "much"');
    expect(JSON.parse(log)).toMatchObject({
      level: "error",
      code: "E_CONFIG",
      hint: "Leave it empty for no limit.",
    });
    const none = await invoke([{}], { GATEWATCH_BUCKET: "" });
    expect(none.results[0]?.["failed"]).toContain("GATEWATCH_BUCKET is not set");
  });

  it("asked nothing that its role does not allow", () => {
    const granted = new Set(AGENT_STATEMENTS.flatMap(({ actions }) => actions));
    const asked = new Set(
      (loopback?.requests ?? []).map(({ service, operation }) =>
        service === "apigateway" ? "apigateway:GET" : `${service}:${operation}`,
      ),
    );
    expect(asked.size).toBeGreaterThan(5);
    expect([...asked].filter((action) => !granted.has(action))).toEqual([]);
  });
});
