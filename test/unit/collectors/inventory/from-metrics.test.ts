import type { MetricKey } from "../../../../src/model/metric-key.ts";
import { describe, expect, it } from "vitest";

import type { TargetFilter, UnreadApis } from "../../../../src/collectors/account-reader.ts";
import { targetsFromMetrics, unreadCanaries } from "../../../../src/collectors/inventory/from-metrics.ts";
import { collectorTargets } from "../../../support/collector-account.ts";

function key(metric: string, dimensions: Record<string, string>): MetricKey {
  return { namespace: "AWS/ApiGateway", metric, dimensions };
}

const LISTED = [
  key("Count", { ApiName: "orders" }),
  key("Count", { ApiName: "orders", Stage: "prod" }),
  key("Latency", { ApiName: "orders", Stage: "prod" }),
  key("Count", { ApiName: "orders", Stage: "prod/Canary" }),
  key("Count", { ApiName: "orders", Stage: "prod", Resource: "/x", Method: "GET" }),
  key("IntegrationLatency", { ApiId: "ws1", Stage: "live" }),
  key("ConnectCount", { ApiId: "ws1", Stage: "live" }),
  key("IntegrationLatency", { ApiId: "ht1", Stage: "$default" }),
  key("4xx", { ApiId: "ht1", Stage: "$default" }),
  key("IntegrationLatency", { ApiId: "what", Stage: "x" }),
  { ...key("Count", { ApiName: "other", Stage: "s" }), namespace: "Mine" },
];
const EVERYTHING: UnreadApis[] = [
  { kind: "rest", api: null },
  { kind: "http", api: null },
  { kind: "websocket", api: null },
];

function ids(unread: readonly UnreadApis[], filter: TargetFilter = { api: null, stage: null }) {
  const context = { filter, region: "eu-west-1", accountId: "121212121212" };
  return targetsFromMetrics(LISTED, unread, [], context).map(({ id }) => id);
}

describe("targetsFromMetrics", () => {
  it("tells flavours apart by metric names, and leaves out what cannot be told", () => {
    expect(ids(EVERYTHING)).toEqual(["rest:orders/prod", "websocket:ws1/live", "http:ht1/$default"]);
  });

  it("gives only what was not read", () => {
    expect(ids([])).toEqual([]);
    expect(ids([{ kind: "http", api: null }])).toEqual(["http:ht1/$default"]);
    expect(ids([{ kind: "rest", api: { id: "r1", name: "orders" } }])).toEqual(["rest:orders/prod"]);
    expect(ids([{ kind: "rest", api: { id: "r1", name: "other" } }])).toEqual([]);
    expect(ids([{ kind: "websocket", api: { id: "ws1", name: "chat" } }])).toEqual(["websocket:ws1/live"]);
    const known = collectorTargets().filter(({ id }) => id === "rest:orders/prod");
    const context = { filter: { api: null, stage: null }, region: "eu-west-1", accountId: null };
    expect(known).toHaveLength(1);
    expect(targetsFromMetrics(LISTED, [{ kind: "rest", api: null }], known, context)).toEqual([]);
  });

  it("obeys the filter, by the name of an API whose stages alone are unknown as well", () => {
    expect(ids(EVERYTHING, { api: "ws*", stage: null })).toEqual(["websocket:ws1/live"]);
    expect(ids(EVERYTHING, { api: null, stage: "prod" })).toEqual(["rest:orders/prod"]);
    expect(
      ids([{ kind: "http", api: { id: "ht1", name: "catalogue" } }], { api: "cat*", stage: null }),
    ).toEqual(["http:ht1/$default"]);
  });

  it("knows no configuration, and no more of the names than is certain", () => {
    const context = { filter: { api: null, stage: null }, region: "eu-west-1", accountId: "121212121212" };
    const [rest, socket] = targetsFromMetrics(LISTED, EVERYTHING, [], context);
    expect(rest).toEqual({
      id: "rest:orders/prod",
      kind: "rest",
      apiId: null,
      apiName: "orders",
      stage: "prod",
      region: "eu-west-1",
      accountId: "121212121212",
      dimensions: { ApiName: "orders", Stage: "prod" },
      configuration: null,
    });
    expect(socket).toMatchObject({
      apiId: "ws1",
      apiName: null,
      dimensions: { ApiId: "ws1", Stage: "live" },
    });
  });
});

describe("unreadCanaries", () => {
  it("mentions a canary whose metrics stand beside its stage's", () => {
    const targets = collectorTargets();
    expect(unreadCanaries(LISTED, targets)).toMatchObject([
      { target: "rest:orders/prod", code: "CANARY_NOT_READ" },
    ]);
    expect(unreadCanaries([], targets)).toEqual([]);
  });
});
