import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { agentAccounts } from "../../src/agent/agent-accounts.ts";
import { runOnce } from "../../src/agent/run-once.ts";
import { s3StateStore } from "../../src/agent/state/s3-store.ts";
import { createClients, type AwsClients } from "../../src/aws/clients.ts";
import { CostMeter } from "../../src/aws/cost-meter.ts";
import { MINUTE_MS } from "../../src/core/window.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { Config } from "../../src/model/config.ts";
import type { RunSummary } from "../../src/model/run-summary.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { listeningSink } from "../support/agent-day.ts";
import { simulatePlan, simulateStage } from "../support/simulate-plan.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

// The agent as it runs for real: SDK, HTTP, state in S3; a stretch of a day around one incident.

const START_MS = Date.UTC(2026, 10, 20, 14, 30);
const CONFIG: Config = { version: 1, regions: ["eu-west-1"], baseline: "1d" };
const ACCOUNT = createAccount(
  simulatePlan([simulateStage(), simulateStage({ apiId: "quiet12345", apiName: "quiet" })], {
    nowMs: START_MS + 80 * MINUTE_MS,
    incidents: [
      {
        name: "integration-errors-after-deployment",
        target: "rest:things/prod",
        route: null,
        startMs: START_MS + 23 * MINUTE_MS,
        endMs: START_MS + 48 * MINUTE_MS,
      },
    ],
  }),
);

let loopback: Loopback | undefined;
let clients: AwsClients | undefined;

async function watch(faults: FaultPlan, config: Config, untilMs = START_MS + 80 * MINUTE_MS) {
  loopback = await startLoopback(ACCOUNT, { faults, buckets: new Map([["kept", new Map()]]) });
  const { url } = loopback;
  clients = createClients({ region: "eu-west-1", endpointUrl: url }, new CostMeter());
  const state = s3StateStore({ bucket: "kept", key: "state/agent.json.gz", clients });
  const ear = listeningSink();
  const summaries: RunSummary[] = [];
  let view = null;
  for (let nowMs = START_MS; nowMs <= untilMs; nowMs += 10 * MINUTE_MS) {
    const result = await runOnce({
      accounts: await agentAccounts(config, { endpointUrl: url, maxAttempts: 1 }),
      state,
      sinks: [ear],
      archive: null,
      config,
      nowMs,
      deadlineMs: nowMs + 55_000,
      runKey: String(nowMs),
      clock: () => nowMs,
      toolVersion: "1.2.3",
    });
    summaries.push(result.summary);
    view = result.view ?? view;
  }
  return { told: ear.heard.map(({ kind, incident }) => `${kind} ${incident.target}`), summaries, view };
}

beforeEach(() => {
  stubAwsEnvironment();
  // The usual mode slows down for seconds after one throttled call.
  vi.stubEnv("AWS_RETRY_MODE", "standard");
});
afterEach(async () => {
  clients?.destroy();
  await loopback?.close();
  [loopback, clients] = [undefined, undefined];
  vi.unstubAllEnvs();
});

describe("the agent through the real SDK", () => {
  it("tells of an incident once although calls are throttled and the state is hard to write", async () => {
    const { told, summaries, view } = await watch(
      [
        { kind: "throttle", service: "cloudwatch", operation: "GetMetricData", after: 4, times: 1 },
        { kind: "server-error", service: "s3", operation: "PutObject", after: 3, times: 1 },
        { kind: "throttle", service: "cloudwatch", operation: "ListMetrics", after: 1, times: 1 },
      ],
      CONFIG,
    );
    expect(told).toEqual(["opened rest:things/prod", "resolved rest:things/prod"]);
    expect(summaries.every(({ outcome, targets }) => outcome === "done" && targets === 2)).toBe(true);
    // What could not be read was told, and what was paid for was counted.
    expect(summaries.some(({ blindSpots }) => blindSpots > 0)).toBe(true);
    // Before anything happened: the tripwire of two targets alone.
    const quiet = summaries.filter(({ targetsReadWhole }) => targetsReadWhole === 0);
    expect(quiet.map(({ cost }) => cost.metricsRequested)).toContain(8);
    // The quiet target is in the report as well, by its tripwire.
    expect(
      view?.report.targets.map(({ id, health, requests }) => [id, health, (requests ?? 0) > 1_000]),
    ).toEqual([
      ["rest:things/prod", "degraded", true],
      ["rest:quiet/prod", "healthy", true],
    ]);
  });

  it("goes on with the accounts that answer where one does not", async () => {
    const roleArn = "arn:aws:iam::210987654321:role/gatewatch";
    const agent = { accounts: [{}, { roleArn, externalId: "ours" }] };
    const { summaries, view } = await watch([], { ...CONFIG, agent }, START_MS + 10 * MINUTE_MS);
    expect(summaries.map(({ targets }) => targets)).toEqual([2, 2]);
    const lost = view?.report.blindSpots.filter(({ source }) => source === "agent") ?? [];
    expect(lost.map(({ hint }) => hint.includes("account 210987654321 in eu-west-1"))).toEqual([true]);
    // The accounts are told apart although one of them was never reached.
    expect(view?.report.targets.map(({ id }) => id)).toContain("123456789012/eu-west-1/rest:quiet/prod");
  });

  it("fails where no account answers, and tells nobody of anything", async () => {
    const roleArn = "arn:aws:iam::210987654321:role/gatewatch";
    const agent = { accounts: [{ roleArn, externalId: "ours" }] };
    await expect(watch([], { ...CONFIG, agent }, START_MS)).rejects.toMatchObject({
      code: expect.stringMatching(/^E_(?:NOTHING_READABLE|CREDENTIALS)$/) as string,
    });
  });
});
