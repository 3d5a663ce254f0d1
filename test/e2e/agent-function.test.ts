import { afterEach, describe, expect, it } from "vitest";

import { MINUTE_MS } from "../../src/core/window.ts";
import type { FaultPicker } from "../../src/loopback/fault-plan.ts";
import { reportSchema } from "../../src/model/report.ts";
import { runSummarySchema, type RunSummary } from "../../src/model/run-summary.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { BUCKET, lambdaHost, type LambdaHost } from "../support/lambda-host.ts";
import { simulatePlan, simulateStage } from "../support/simulate-plan.ts";

// What the function makes of an account that answers in part, or not in time.

const NOW_MS = Date.UTC(2026, 10, 20, 15);
const INCIDENT = {
  name: "integration-errors-after-deployment",
  target: "rest:things/prod",
  route: null,
  startMs: NOW_MS - 40 * MINUTE_MS,
  endMs: NOW_MS + 60 * MINUTE_MS,
};
const ACCOUNT = createAccount(
  simulatePlan([simulateStage(), simulateStage({ apiId: "quiet12345", apiName: "quiet" })], {
    nowMs: NOW_MS + 60 * MINUTE_MS,
    incidents: [INCIDENT],
  }),
);

let host: LambdaHost | undefined;
let faults: FaultPicker = () => null;
afterEach(async () => {
  await host?.close();
  faults = () => null;
});

async function start(): Promise<LambdaHost> {
  host = await lambdaHost({
    accounts: ACCOUNT,
    config: "version: 1\nbaseline: 1d\nagent:\n  sweep: 6h\n",
    environment: { GATEWATCH_METRICS_NAMESPACE: "Ours" },
    faults: (request) => faults(request),
  });
  return host;
}

async function run(own: LambdaHost, nowMs: number, timeoutMs = 60_000): Promise<RunSummary> {
  own.setNow(nowMs);
  const event = { scheduledTime: new Date(nowMs).toISOString() };
  const answer = (await own.invoke(event, { requestId: String(nowMs), timeoutMs })) as { summary: unknown };
  return runSummarySchema.parse(answer.summary);
}

const news = (own: LambdaHost) =>
  own.told.filter(({ channel }) => channel === "log").map(({ event }) => event);

const keptReport = (own: LambdaHost) => {
  const kept = own.loopback.buckets.get(BUCKET)?.get("reports/2026/11/20/1505-00.json")?.body;
  return reportSchema.parse(JSON.parse(Buffer.from(kept ?? []).toString()));
};

describe("a run of the function", () => {
  it("ends before its time with what it has, says so, and leaves the rest to the next", async () => {
    const own = await start();
    await run(own, NOW_MS - 50 * MINUTE_MS);
    const quiet = await run(own, NOW_MS - 45 * MINUTE_MS);
    // Four series of each target, and nothing more.
    expect(quiet).toMatchObject({ targetsReadWhole: 0, truncated: false, cost: { metricsRequested: 8 } });
    // The tripwire is answered; everything else would be waited for for half a minute.
    let asked = 0;
    faults = ({ operation }) => {
      if (operation === "GetMetricData") asked += 1;
      return operation === "GetMetricData" && asked > 1 ? "timeout" : null;
    };
    const short = await run(own, NOW_MS, 3_600);
    expect(short).toMatchObject({ outcome: "done", truncated: true, targets: 2, targetsReadWhole: 0 });
    expect(short.blindSpots).toBeGreaterThan(0);
    expect(own.log.at(-1)).toMatchObject({ Truncated: 1, Runs: 1 });
    expect(own.told).toEqual([]);
    faults = () => null;
    expect(await run(own, NOW_MS + 5 * MINUTE_MS)).toMatchObject({ truncated: false, incidents: 1 });
    expect(news(own).map(({ kind, incident }) => [kind, incident.openedAt])).toEqual([
      ["opened", new Date(INCIDENT.startMs).toISOString()],
    ]);
    // The quiet target is in the report as well, by its tripwire.
    const { targets } = keptReport(own);
    expect(targets.map(({ id, health, latencyMs }) => [id, health, latencyMs === null])).toEqual([
      ["rest:things/prod", "critical", false],
      ["rest:quiet/prod", "healthy", true],
    ]);
  });

  it("tells what it can though a part is denied or throttled, and names that part", async () => {
    const own = await start();
    faults = ({ operation }) => {
      if (operation === "GetUsagePlans") return "deny";
      return operation === "ListMetrics" ? "throttle" : null;
    };
    const summary = await run(own, NOW_MS + 5 * MINUTE_MS);
    expect(summary).toMatchObject({ outcome: "done", truncated: false, targets: 2, incidents: 1 });
    expect(news(own).map(({ kind }) => kind)).toEqual(["opened"]);
    const { blindSpots } = keptReport(own);
    expect(summary.blindSpots).toBe(blindSpots.length);
    expect(blindSpots.map(({ code, hint }) => [code, hint.split(" ", 1)[0]])).toEqual(
      expect.arrayContaining([
        ["ACCESS_DENIED", "apigateway:GET"],
        ["THROTTLED", "cloudwatch:ListMetrics"],
      ]),
    );
  });
});

describe("an invocation that asks for a report", () => {
  const ask = async (own: LambdaHost, timeoutMs: number) => {
    own.setNow(NOW_MS);
    return own.invoke({ since: "1h", apis: ["things"], format: "json" }, { requestId: "r", timeoutMs });
  };

  it("is answered without logs where there is no time for them, and says so", async () => {
    const own = await start();
    faults = ({ operation }) => (operation === "GetUsagePlans" ? "deny" : null);
    const report = reportSchema.parse(await ask(own, 15_000));
    expect(report.targets.map(({ id, health }) => [id, health])).toEqual([["rest:things/prod", "critical"]]);
    expect(report.blindSpots.map(({ source, code }) => `${source} ${code}`)).toEqual(
      expect.arrayContaining(["access-logs TIMEOUT", "inventory ACCESS_DENIED"]),
    );
    // It leaves state and receivers alone.
    expect(own.told).toEqual([]);
    expect([...(own.loopback.buckets.get(BUCKET)?.keys() ?? [])]).toEqual(["config.yaml"]);
  });

  it("fails with the next step where not even the metrics come in time", async () => {
    const own = await start();
    faults = ({ operation }) => (operation === "GetMetricData" ? "timeout" : null);
    await expect(ask(own, 2_300)).rejects.toMatchObject({
      code: "E_UNREACHABLE",
      hint: expect.stringContaining("fewer APIs") as string,
    });
    expect(own.log).toMatchObject([{ level: "error", code: "E_UNREACHABLE" }]);
  });
});
