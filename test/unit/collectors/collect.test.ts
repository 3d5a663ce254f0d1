import { describe, expect, it } from "vitest";

import type {
  AccountReader,
  Inventory,
  MetricListing,
  MetricQuery,
  ProgressEvent,
} from "../../../src/collectors/account-reader.ts";
import { collect, type CollectOptions } from "../../../src/collectors/collect.ts";
import { ToolError } from "../../../src/core/errors.ts";
import { snapshotSchema } from "../../../src/model/snapshot.ts";
import { collectorMetrics, collectorTargets, NOW_MS } from "../../support/collector-account.ts";

const HOUR = 3_600_000;
const OPTIONS: CollectOptions = {
  window: { startMs: NOW_MS - HOUR, endMs: NOW_MS },
  baseline: { startMs: NOW_MS - 5 * HOUR, endMs: NOW_MS - HOUR },
  filter: { api: null, stage: null },
  maxCostUsd: null,
  nowMs: NOW_MS,
};
const DENIED: Inventory = {
  targets: [],
  unread: [{ kind: "rest", api: null }],
  blindSpots: [
    { source: "inventory", target: null, code: "ACCESS_DENIED", hint: "apigateway:GET was denied." },
  ],
};
const NO_LIST: MetricListing = { metrics: null, blindSpots: [] };

/** A reader of a region with the test's targets, changed where a test needs it, and what it was asked. */
function reader(change: Partial<AccountReader> = {}): AccountReader & { readonly asked: MetricQuery[] } {
  const asked: MetricQuery[] = [];
  const targets = collectorTargets(change.region);
  return {
    asked,
    origin: "aws",
    region: "eu-central-1",
    accountId: async () => "345678901234",
    inventory: async () => ({ targets, unread: [], blindSpots: [] }),
    listMetrics: async () => ({ metrics: collectorMetrics(targets), blindSpots: [] }),
    readMetrics: async (queries, onProgress) => {
      asked.push(...queries);
      onProgress({ step: "metrics", scope: "x", done: queries.length, total: queries.length });
      const series = queries.map(({ target, route, key, stat, periodSeconds }) => ({
        target,
        route,
        ...key,
        dimensions: { ...key.dimensions },
        stat,
        periodSeconds,
        runs: [],
      }));
      return { series, blindSpots: [] };
    },
    readLogs: async () => ({ slices: [], blindSpots: [] }),
    readExecutionLogs: async () => ({ slices: [], blindSpots: [] }),
    readChanges: async () => ({ changes: [], blindSpots: [] }),
    readTraces: async () => ({ slices: [], blindSpots: [] }),
    cost: () => ({
      metricsRequested: asked.length,
      logBytesScanned: 0,
      tracesRetrieved: 0,
      usd: asked.length / 100_000,
      calls: { "cloudwatch:GetMetricData": 1 },
    }),
    ...change,
  };
}

function refuse(): Promise<never> {
  return Promise.reject(new ToolError("E_CREDENTIALS", "cannot read AWS", { hint: "Sign in again." }));
}

async function run(readers: readonly AccountReader[], change: Partial<CollectOptions> = {}) {
  return collect({ ...OPTIONS, ...change }, readers, () => undefined);
}

describe("collect", () => {
  it("makes a valid snapshot, ordered by target, settled two minutes before now", async () => {
    const one = reader();
    const snapshot = await run([one]);
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
    expect(snapshot.targets.length).toBe(collectorTargets().length);
    expect(snapshot.targets.map(({ id }) => id)).toEqual(snapshot.targets.map(({ id }) => id).sort());
    expect(snapshot.series).toHaveLength(one.asked.length);
    expect(snapshot.settledMs).toBe(NOW_MS - 120_000);
    expect(snapshot.origin).toBe("aws");
    expect(snapshot.cost.metricsRequested).toBe(one.asked.length);
  });

  it("takes an older window as settled to its end", async () => {
    const window = { startMs: NOW_MS - 9 * HOUR, endMs: NOW_MS - 8 * HOUR };
    const baseline = { startMs: NOW_MS - 19 * HOUR, endMs: window.startMs };
    expect((await run([reader()], { window, baseline })).settledMs).toBe(window.endMs);
  });

  it("adds up what several regions found and cost", async () => {
    const events: ProgressEvent[] = [];
    const readers = [reader(), reader({ region: "us-west-2" })];
    const snapshot = await collect(OPTIONS, readers, (event) => events.push(event));
    expect(snapshot.targets).toHaveLength(2 * collectorTargets().length);
    expect(snapshot.targets.every(({ id, region }) => id.startsWith(`${region}/`))).toBe(true);
    expect(new Set(snapshot.series.map(({ target }) => target))).toEqual(
      new Set(snapshot.targets.map(({ id }) => id)),
    );
    expect(snapshot.cost.calls).toEqual({ "cloudwatch:GetMetricData": 2 });
    expect(events).toHaveLength(2);
  });

  it("tells accounts apart where roles lead to several", async () => {
    const other = reader({ accountId: async () => "999988887777" });
    const ids = (await run([reader(), other])).targets.map(({ id }) => id);
    expect(ids).toContain("999988887777/eu-central-1/rest:orders/prod");
    expect(new Set(ids).size).toBe(2 * collectorTargets().length);
  });

  it("reports a region without credentials and reads the others, prefixed as if it had answered", async () => {
    const snapshot = await run([reader(), reader({ region: "me-south-1", accountId: refuse })]);
    expect(snapshot.targets.map(({ id }) => id)).toContain("eu-central-1/rest:orders/prod");
    expect(snapshot.blindSpots).toMatchObject([{ code: "NO_CREDENTIALS", target: null }]);
    expect(snapshot.blindSpots[0]?.hint).toContain("Sign in again.");
  });

  it("prefixes with the account also where another account's role refuses", async () => {
    const refusing = reader({ accountId: refuse, expectedAccountId: "210987654321" });
    const { targets } = await run([reader(), refusing]);
    expect(targets.length).toBe(collectorTargets().length);
    for (const { id, accountId, region } of targets) expect(id).toMatch(`${accountId}/${region}/`);
  });

  it("fails where nobody has credentials, and where nobody could see anything", async () => {
    await expect(run([reader({ accountId: refuse }), reader({ accountId: refuse })])).rejects.toMatchObject({
      code: "E_CREDENTIALS",
      hint: "Sign in again.",
    });
    const blind = reader({ inventory: async () => DENIED, listMetrics: async () => NO_LIST });
    await expect(run([blind])).rejects.toMatchObject({
      code: "E_NOTHING_READABLE",
      hint: "apigateway:GET was denied.",
    });
    expect(blind.asked).toEqual([]);
    const half = await run([blind, reader({ region: "us-west-2" })]);
    expect(half.targets).toHaveLength(collectorTargets().length);
    expect(half.blindSpots).toHaveLength(1);
  });

  it("does not hide a defect behind a blind spot", async () => {
    const broken = reader({ inventory: () => Promise.reject(new RangeError("a defect")) });
    await expect(run([broken])).rejects.toThrow("a defect");
  });

  it("finds denied stages through their metrics, and plans them without configuration", async () => {
    const one = reader({ inventory: async () => DENIED });
    const snapshot = await run([one]);
    expect(snapshot.targets.map(({ id }) => id)).toEqual([
      "rest:orders/dev",
      "rest:orders/prod",
      "rest:v2/live",
    ]);
    expect(snapshot.targets.every(({ configuration }) => configuration === null)).toBe(true);
    expect(snapshot.blindSpots.map(({ code }) => code)).toEqual(["ACCESS_DENIED", "CONFIGURATION_UNKNOWN"]);
    expect(one.asked.some(({ key }) => key.metric === "CacheHitCount")).toBe(true);
  });

  it("asks no reader for metrics over the limit, nor one that has nothing to be asked", async () => {
    const [one, two] = [reader(), reader({ region: "us-west-2" })];
    await expect(run([one, two], { maxCostUsd: 0.0021 })).rejects.toMatchObject({ code: "E_COST_LIMIT" });
    expect([...one.asked, ...two.asked]).toEqual([]);
    const empty = reader({
      inventory: async () => ({ targets: [], unread: [], blindSpots: [] }),
      readMetrics: () => Promise.reject(new Error("asked for nothing")),
    });
    expect((await run([empty])).blindSpots).toMatchObject([{ code: "NOTHING_FOUND" }]);
  });
});
