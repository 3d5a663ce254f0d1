import { describe, expect, test } from "vitest";

import { accountSnapshot } from "../../../src/cli/source/account-snapshot.ts";
import { addLogs } from "../../../src/agent/add-logs.ts";
import { demoReader } from "../../../src/cli/demo-reader.ts";
import type { AccountReader, LogReadOptions, ProgressEvent } from "../../../src/collectors/account-reader.ts";
import { redactSnapshot } from "../../../src/collectors/files/redact.ts";
import { recommendedLogFormat } from "../../../src/catalog/recommended-log-format.ts";
import { ToolError } from "../../../src/core/errors.ts";
import { DAY_MS, MINUTE_MS } from "../../../src/core/window.ts";
import { DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import { createAccount } from "../../../src/simulate/create-account.ts";
import { SIMULATE_NOW_MS, simulatePlan, simulateStage } from "../../support/simulate-plan.ts";

const startMs = SIMULATE_NOW_MS - 37 * MINUTE_MS;
const plan = {
  ...simulatePlan([
    simulateStage({ accessLogFormat: recommendedLogFormat("rest") }),
    simulateStage({ apiId: "other67890", apiName: "others", accessLogFormat: recommendedLogFormat("rest") }),
  ]),
  incidents: [
    {
      name: "integration-errors-after-deployment",
      target: "rest:things/prod",
      route: null,
      startMs,
      endMs: SIMULATE_NOW_MS + DAY_MS,
      magnitude: 0.23,
    },
  ],
};
const account = createAccount(plan);
const asked = { since: "2h", until: undefined, baseline: "1d", api: null, stage: null };
const options = { engine: "auto", maxCostUsd: null, settingsFor: () => DEFAULT_SETTINGS } as const;
const events: ProgressEvent[] = [];
const metricsOnly = await accountSnapshot(account, () => undefined, asked);
const snapshot = await addLogs(metricsOnly, [demoReader(account)], options, (event) => events.push(event));

describe("after a first look at the metrics", () => {
  test("the log of the target in trouble is read, and of no other", () => {
    expect(metricsOnly.logs).toEqual([]);
    expect(snapshot.logs.length).toBe(3);
    expect(new Set(snapshot.logs.map(({ target }) => target))).toEqual(new Set(["rest:things/prod"]));
    expect({ ...snapshot, logs: [] }).toEqual({ ...metricsOnly, cost: snapshot.cost });
    expect(events.at(-1)).toMatchObject({ step: "logs", done: 3, total: 3 });
  });

  test("its lines say what the metrics say of the same minutes, by as much as was read", () => {
    for (const slice of snapshot.logs) {
      const sum = (metric: string) =>
        account
          .query(
            { namespace: "AWS/ApiGateway", metric, dimensions: { ApiName: "things", Stage: "prod" } },
            "Sum",
            60,
            slice,
          )
          .reduce((total, { value }) => total + value, 0);
      const counted = slice.counts.reduce((total, { requests }) => total + requests, 0);
      const failed = slice.counts.reduce(
        (total, { status, requests }) => total + ((status ?? 0) >= 500 ? requests : 0),
        0,
      );
      expect(counted).toBe(slice.requests);
      expect(slice.unparsed).toBe(0);
      expect(slice.requests).toBeLessThan(900);
      expect(Math.abs(counted / (slice.sampledShare * sum("Count")) - 1)).toBeLessThan(0.12);
      expect(Math.abs(failed / counted - sum("5XXError") / sum("Count"))).toBeLessThan(0.05);
      expect(slice.fields).toEqual(expect.arrayContaining(["apiKeyId", "wafLatency", "deploymentId"]));
    }
    const [quiet, ...during] = snapshot.logs.map(({ counts, requests }) => {
      const failed = counts.filter(({ status }) => status === 500);
      return failed.reduce((total, one) => total + one.requests, 0) / requests;
    });
    expect(quiet).toBeLessThan(0.02);
    for (const share of during) expect(share).toBeGreaterThan(0.15);
  });

  test("a shared recording names no client, key or user agent", () => {
    const texts = snapshot.logs.flatMap(({ top }) => top.filter(({ dimension }) => dimension !== "message"));
    const original = new Set(texts.map(({ text }) => text));
    expect(original.size).toBeGreaterThan(3);
    const { snapshot: shared, replaced } = redactSnapshot(snapshot, "a key");
    const text = JSON.stringify(shared.logs);
    for (const name of original) expect(text).not.toContain(name);
    expect(replaced.apiKeys).toBeGreaterThan(0);
    expect(redactSnapshot(shared, "another key").snapshot.logs).toEqual(shared.logs);
  });
});

describe("what cannot be read is a blind spot", () => {
  const reader = demoReader(account);
  const withReader = async (change: Partial<AccountReader>, maxCostUsd: number | null = null) =>
    addLogs(metricsOnly, [{ ...reader, ...change }], { ...options, maxCostUsd }, () => undefined);

  test("a price over the limit", async () => {
    const refuse = () => Promise.reject(new ToolError("E_COST_LIMIT", "too dear", { hint: "Pay more." }));
    const { logs, blindSpots } = await withReader({ readLogs: refuse });
    expect(logs).toEqual([]);
    expect(blindSpots.slice(metricsOnly.blindSpots.length)).toEqual([
      { source: "access-logs", target: null, code: "COST_LIMIT", hint: "too dear. Pay more." },
    ]);
  });

  test("a defect is none, and is thrown", async () => {
    const broken = () => Promise.reject(new TypeError("not a function"));
    await expect(withReader({ readLogs: broken })).rejects.toThrow("not a function");
  });

  test("logs get what the metrics have left of the limit", async () => {
    const seen: LogReadOptions[] = [];
    const readLogs: AccountReader["readLogs"] = async (_questions, given) => {
      seen.push(given);
      return { slices: [], blindSpots: [] };
    };
    const cost = () => ({ ...reader.cost(), usd: 0.0375 });
    await withReader({ readLogs, cost }, 0.05);
    await withReader({ readLogs, cost }, 0.02);
    expect(seen.map(({ maxCostUsd }) => maxCostUsd?.toFixed(4))).toEqual(["0.0125", "0.0000"]);
  });

  test("another Region's targets are not asked of it", async () => {
    const readLogs = () => Promise.reject(new Error("was asked"));
    expect((await withReader({ readLogs, region: "us-west-2" })).logs).toEqual([]);
  });

  test("what was read before the time ran out is kept, and of all readers changes are read last", async () => {
    const calls: string[] = [];
    const reading = (name: string): AccountReader => ({
      ...reader,
      readLogs: async () => {
        calls.push(`logs of ${name}`);
        return { slices: snapshot.logs.slice(0, name === "first" ? 1 : 2), blindSpots: [] };
      },
      readChanges: async () => {
        calls.push(`changes of ${name}`);
        return new Promise(() => undefined);
      },
    });
    const readers = [reading("first"), reading("second")];
    const { logs, blindSpots } = await addLogs(
      metricsOnly,
      readers,
      // The clock stands still until somebody has to be waited for.
      { ...options, leftMs: () => (calls.includes("changes of first") ? 0 : 20) },
      () => undefined,
    );
    expect(calls).toEqual(["logs of first", "logs of second", "changes of first"]);
    expect(logs).toHaveLength(3);
    const late = blindSpots.filter(({ code }) => code === "OUT_OF_TIME");
    expect(late.map(({ source }) => source)).toEqual(["cloudtrail"]);
    expect(late[0]?.hint).toContain("CloudTrail's event history");
  });

  test("nothing is begun once the time has run out, and each source says so", async () => {
    const readLogs = () => Promise.reject(new Error("was asked"));
    const readers = [{ ...reader, readLogs }];
    const { logs, blindSpots } = await addLogs(
      metricsOnly,
      readers,
      { ...options, leftMs: () => 0 },
      () => undefined,
    );
    expect(logs).toEqual([]);
    expect(blindSpots.map(({ code, source }) => `${code} ${source}`)).toEqual(
      expect.arrayContaining(["OUT_OF_TIME access-logs", "OUT_OF_TIME cloudtrail"]),
    );
  });
});
