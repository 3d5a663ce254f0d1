import { expect, test } from "vitest";

import { demoReader } from "../../../src/cli/demo-reader.ts";
import type { ProgressEvent } from "../../../src/collectors/account-reader.ts";
import { DAY_MS } from "../../../src/core/window.ts";
import type { Account } from "../../../src/simulate/account.ts";
import { aTarget, END_MS } from "../../support/report-fixtures.ts";

const KEY = {
  namespace: "AWS/ApiGateway",
  metric: "Count",
  dimensions: { ApiName: "orders", Stage: "prod" },
};
const ACCOUNT: Account = {
  accountId: "123456789012",
  region: "eu-west-1",
  nowMs: END_MS,
  targets: [aTarget(), aTarget({ apiName: "billing", stage: "dev" })],
  metrics: () => [
    { ...KEY, newestMs: END_MS - 60_000 },
    { ...KEY, metric: "Latency", newestMs: END_MS - 15 * DAY_MS },
    { ...KEY, namespace: "AWS/Lambda", newestMs: END_MS - 120_000 },
  ],
  // Says what it was asked: a value for each period, made of stat and time.
  query: (_key, stat, periodSeconds, { startMs, endMs }) =>
    [0, 1, 3]
      .map((index) => startMs + index * periodSeconds * 1_000)
      .filter((timeMs) => timeMs < endMs)
      .map((timeMs, index) => ({ timeMs, value: stat.length + index })),
  logGroups: () => [],
  logEvents: () => [],
  traces: () => [],
};

test("targets are filtered like those of a real account", async () => {
  const inventory = (api: string | null, stage: string | null) =>
    demoReader(ACCOUNT).inventory({ api, stage }, () => undefined);
  expect((await inventory(null, null)).targets).toHaveLength(2);
  expect((await inventory("bill*", null)).targets.map(({ id }) => id)).toEqual(["rest:billing/dev"]);
  expect((await inventory(null, "prod")).targets.map(({ id }) => id)).toEqual(["rest:orders/prod"]);
});

test("lists API Gateway's metrics that had data within two weeks", async () => {
  const { metrics } = await demoReader(ACCOUNT).listMetrics();
  expect(metrics?.map(({ metric }) => metric)).toEqual(["Count"]);
});

test("each query becomes one series, its gaps kept", async () => {
  const events: ProgressEvent[] = [];
  const query = { target: "rest:orders/prod", route: null, key: KEY, stat: "Sum", periodSeconds: 300 };
  const span = { startMs: END_MS - 1_200_000, endMs: END_MS };
  const { series } = await demoReader(ACCOUNT).readMetrics([{ ...query, ...span }], (event) => {
    events.push(event);
  });
  expect(series).toEqual([
    {
      ...KEY,
      target: "rest:orders/prod",
      route: null,
      stat: "Sum",
      periodSeconds: 300,
      runs: [
        [span.startMs, [3, 4]],
        [span.startMs + 900_000, [5]],
      ],
    },
  ]);
  expect(events).toEqual([{ step: "metrics", scope: "eu-west-1", done: 1, total: 1 }]);
});

test("costs nothing and knows whose account it is", async () => {
  const reader = demoReader(ACCOUNT);
  expect(await reader.accountId()).toBe("123456789012");
  expect(reader.cost()).toMatchObject({ usd: 0, metricsRequested: 0 });
});
