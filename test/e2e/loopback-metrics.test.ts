import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  InvalidParameterCombinationException,
  InvalidParameterValueException,
  ListMetricsCommand,
  paginateGetMetricData,
  paginateListMetrics,
  type GetMetricDataCommandInput,
  type ListMetricsCommandInput,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import {
  ACCOUNT_ID,
  COUNT,
  literalAccount,
  literalQuery,
  NOW_MS,
  REGION,
} from "../unit/loopback/literal-account.ts";
import { clientConfig } from "./loopback-clients.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

let loopback: Loopback;
let clients: { cloudwatch: CloudWatchClient; sts: STSClient };
beforeAll(async () => {
  const many = Array.from({ length: 1_203 }, (_, index) => ({
    namespace: "AWS/Lambda",
    metric: "Errors",
    dimensions: { FunctionName: `f${index}` },
    newestMs: NOW_MS - index * MINUTE,
  }));
  const old = { ...COUNT, metric: "4XXError", newestMs: NOW_MS - 15 * DAY };
  loopback = await startLoopback(
    literalAccount({ metrics: [{ ...COUNT, newestMs: NOW_MS - MINUTE }, ...many, old] }),
  );
  clients = clientsFor(REGION);
});
afterAll(() => loopback.close());

function clientsFor(region: string) {
  const config = clientConfig(loopback.url, region);
  return { cloudwatch: new CloudWatchClient(config), sts: new STSClient(config) };
}

function query(
  id: string,
  stat = "Sum",
  period = 60,
  change: Partial<MetricDataQuery> = {},
): MetricDataQuery {
  const Dimensions = Object.entries(COUNT.dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: COUNT.namespace, MetricName: COUNT.metric, Dimensions };
  return { Id: id, MetricStat: { Metric, Period: period, Stat: stat }, ...change };
}

function ask(queries: MetricDataQuery[], change: Partial<GetMetricDataCommandInput> = {}) {
  return {
    MetricDataQueries: queries,
    StartTime: new Date(NOW_MS - 25 * MINUTE),
    EndTime: new Date(NOW_MS),
    ...change,
  };
}

describe("GetMetricData", () => {
  it("gives what the account has, newest first, gaps as absent timestamps", async () => {
    const output = await clients.cloudwatch.send(
      new GetMetricDataCommand(ask([query("a"), query("b", "p99")])),
    );
    const expected = literalQuery(COUNT, "Sum", 60, { startMs: NOW_MS - 25 * MINUTE, endMs: NOW_MS });
    expect(expected.length).toBeGreaterThan(20);
    expect(expected.length).toBeLessThan(25);
    const [sum, p99] = output.MetricDataResults ?? [];
    expect(sum?.Timestamps).toEqual(expected.toReversed().map(({ timeMs }) => new Date(timeMs)));
    expect(sum?.Values).toEqual(expected.toReversed().map(({ value }) => value));
    expect(p99?.Values).toEqual(sum?.Values?.map((value) => value + 0.5));
    expect([sum?.Label, p99?.Label]).toEqual(["Count Sum", "Count p99"]);
    expect(sum?.StatusCode).toBe("Complete");
    expect(output.NextToken).toBeUndefined();
  });

  it("goes oldest first when asked, and rounds the start down to the minute", async () => {
    const change = { ScanBy: "TimestampAscending", StartTime: new Date(NOW_MS - 24.5 * MINUTE) } as const;
    const output = await clients.cloudwatch.send(new GetMetricDataCommand(ask([query("a")], change)));
    const times = output.MetricDataResults?.[0]?.Timestamps?.map((time) => time.getTime()) ?? [];
    expect(times[0]).toBe(NOW_MS - 25 * MINUTE);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
  });

  it("cuts pages at MaxDatapoints; an id goes on where the page before ended", async () => {
    const input = ask([query("a"), query("b", "SampleCount"), query("c", "p99")], { MaxDatapoints: 10 });
    const values: Record<string, number[]> = {};
    const statuses: string[] = [];
    let pages = 0;
    for await (const page of paginateGetMetricData({ client: clients.cloudwatch }, { ...input })) {
      pages += 1;
      const sizes = (page.MetricDataResults ?? []).map(({ Values }) => Values?.length ?? 0);
      expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThanOrEqual(10);
      for (const { Id, Values, StatusCode } of page.MetricDataResults ?? []) {
        (values[Id ?? ""] ??= []).push(...(Values ?? []));
        statuses.push(StatusCode ?? "");
      }
    }
    const whole = await clients.cloudwatch.send(new GetMetricDataCommand({ ...input, MaxDatapoints: 5_000 }));
    expect(values).toEqual(
      Object.fromEntries(whole.MetricDataResults?.map(({ Id, Values }) => [Id, Values]) ?? []),
    );
    expect(pages).toBe(
      Math.ceil((whole.MetricDataResults?.flatMap(({ Values }) => Values ?? []).length ?? 0) / 10),
    );
    expect(new Set(statuses)).toEqual(new Set(["PartialData", "Complete"]));
  });

  it("gives at most 100,800 datapoints a call", async () => {
    const queries = Array.from({ length: 6 }, (_, index) => query(`m${index}`, "Sum", 60));
    const input = ask(queries, { StartTime: new Date(NOW_MS - 14 * DAY) });
    const output = await clients.cloudwatch.send(new GetMetricDataCommand(input));
    const sizes = output.MetricDataResults?.map(({ Values }) => Values?.length ?? 0) ?? [];
    expect(sizes.reduce((total, size) => total + size, 0)).toBe(100_800);
    expect(output.MetricDataResults?.at(-1)?.StatusCode).toBe("PartialData");
    expect(output.NextToken).toBeDefined();
  });

  it("gives nothing where the data is too old for the period", async () => {
    const StartTime = new Date(NOW_MS - 16 * DAY);
    const input = ask([query("fine"), query("coarse", "Sum", 300)], { StartTime, MaxDatapoints: 90_000 });
    const output = await clients.cloudwatch.send(new GetMetricDataCommand(input));
    const oldest = output.MetricDataResults?.map(({ Timestamps }) => Timestamps?.at(-1)?.getTime());
    // 15 days before noon is a tenth minute, and so a gap.
    expect(oldest).toEqual([NOW_MS - 15 * DAY + MINUTE, NOW_MS - 16 * DAY]);
  });

  it.each<[string, string, MetricDataQuery[], Partial<GetMetricDataCommandInput>]>([
    ["a doubled id", "are not unique", [query("a"), query("a")], {}],
    ["a bad id", "Id is not matching the expected pattern", [query("A")], {}],
    ["501 queries", "between 1 and 500", Array.from({ length: 501 }, (_, index) => query(`q${index}`)), {}],
    ["a bad period", "Period is not valid", [query("a", "Sum", 61)], {}],
    ["a bad statistic", "for parameter MetricDataQueries.member.1.MetricStat.Stat", [query("a", "Mean")], {}],
    ["metric math", "has no metric math", [query("a"), { Id: "e", Expression: "a * 2" }], {}],
    ["an empty window", "must be less than", [query("a")], { StartTime: new Date(NOW_MS) }],
    ["nothing to return", "ReturnData", [query("a", "Sum", 60, { ReturnData: false })], {}],
  ])("refuses %s as AWS does", async (_what, text, queries, change) => {
    const failure = clients.cloudwatch.send(new GetMetricDataCommand(ask(queries, change)));
    await expect(failure).rejects.toMatchObject({
      name: "ValidationException",
      Error: { Code: "ValidationError" },
      message: expect.stringContaining(text) as string,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("refuses a token that belongs to another question", async () => {
    const input = ask([query("a"), query("b")], { MaxDatapoints: 7 });
    const { NextToken } = await clients.cloudwatch.send(new GetMetricDataCommand(input));
    expect(NextToken).toBeDefined();
    const other = new GetMetricDataCommand({ ...input, MaxDatapoints: 8, NextToken });
    await expect(clients.cloudwatch.send(other)).rejects.toMatchObject({ name: "InvalidNextToken" });
  });
});

describe("GetMetricStatistics", () => {
  const base = {
    Namespace: COUNT.namespace,
    MetricName: COUNT.metric,
    Dimensions: Object.entries(COUNT.dimensions).map(([Name, Value]) => ({ Name, Value })),
    StartTime: new Date(NOW_MS - 25 * MINUTE),
    EndTime: new Date(NOW_MS),
    Period: 60,
  };

  it("gives the datapoints in no order, each with the statistics asked for", async () => {
    const output = await clients.cloudwatch.send(
      new GetMetricStatisticsCommand({ ...base, Statistics: ["Sum", "SampleCount"] }),
    );
    const expected = literalQuery(COUNT, "Sum", 60, { startMs: NOW_MS - 25 * MINUTE, endMs: NOW_MS });
    const times = output.Datapoints?.map(({ Timestamp }) => Timestamp?.getTime() ?? 0) ?? [];
    expect(times.toSorted((left, right) => left - right)).toEqual(expected.map(({ timeMs }) => timeMs));
    expect(times).not.toEqual(times.toSorted((left, right) => left - right));
    for (const { Timestamp, Sum, SampleCount, Unit } of output.Datapoints ?? []) {
      expect([Sum, SampleCount, Unit]).toEqual([(Timestamp?.getTime() ?? 0) / MINUTE, 1, "Count"]);
    }
  });

  it("gives percentiles apart", async () => {
    const output = await clients.cloudwatch.send(
      new GetMetricStatisticsCommand({ ...base, ExtendedStatistics: ["p99"] }),
    );
    expect(output.Datapoints?.length).toBeGreaterThan(20);
    for (const { Timestamp, ExtendedStatistics } of output.Datapoints ?? []) {
      expect(ExtendedStatistics).toEqual({ p99: (Timestamp?.getTime() ?? 0) / MINUTE + 0.5 });
    }
  });

  it("refuses more than 1,440 datapoints, and a window without length, with typed errors", async () => {
    const day = { ...base, Statistics: ["Sum" as const], StartTime: new Date(NOW_MS - 1_441 * MINUTE) };
    const tooMany = clients.cloudwatch.send(new GetMetricStatisticsCommand(day));
    await expect(tooMany).rejects.toThrow(InvalidParameterCombinationException);
    await expect(tooMany).rejects.toThrow(
      "You have requested up to 1441 datapoints, which exceeds the limit of 1440.",
    );
    const empty = { ...base, Statistics: ["Sum" as const], StartTime: base.EndTime };
    await expect(clients.cloudwatch.send(new GetMetricStatisticsCommand(empty))).rejects.toThrow(
      InvalidParameterValueException,
    );
  });
});

describe("ListMetrics", () => {
  it("pages by 500 and hides what was silent for two weeks", async () => {
    const sizes: number[] = [];
    const names = new Set<string>();
    for await (const page of paginateListMetrics({ client: clients.cloudwatch }, {})) {
      sizes.push(page.Metrics?.length ?? 0);
      for (const { MetricName } of page.Metrics ?? []) names.add(MetricName ?? "");
    }
    expect(sizes).toEqual([500, 500, 204]);
    expect(names).toEqual(new Set(["Count", "Errors"]));
  });

  it("filters by name, value and recent activity; further dimensions do not hide a metric", async () => {
    const list = async (input: ListMetricsCommandInput) =>
      (await clients.cloudwatch.send(new ListMetricsCommand(input))).Metrics?.length;
    expect(await list({ Dimensions: [{ Name: "ApiName" }] })).toBe(1);
    expect(await list({ Dimensions: [{ Name: "ApiName", Value: "orders" }] })).toBe(1);
    expect(await list({ Dimensions: [{ Name: "ApiName", Value: "other" }] })).toBe(0);
    expect(await list({ Namespace: "AWS/Lambda", RecentlyActive: "PT3H" })).toBe(181);
    expect(await list({ Dimensions: [{ Name: "FunctionName", Value: "f7" }] })).toBe(1);
  });
});

it("DescribeAlarms: an account without alarms says so", async () => {
  const output = await clients.cloudwatch.send(new DescribeAlarmsCommand({}));
  expect(output).toMatchObject({ MetricAlarms: [], CompositeAlarms: [] });
});

it("GetCallerIdentity names the account", async () => {
  const output = await clients.sts.send(new GetCallerIdentityCommand({}));
  expect(output.Account).toBe(ACCOUNT_ID);
  expect(output.Arn).toBe(`arn:aws:sts::${ACCOUNT_ID}:assumed-role/gatewatch-loopback/reader`);
});

it("another region is one where nothing exists", async () => {
  const elsewhere = clientsFor("us-gov-west-1");
  expect((await elsewhere.cloudwatch.send(new ListMetricsCommand({}))).Metrics).toEqual([]);
  const identity = await elsewhere.sts.send(new GetCallerIdentityCommand({}));
  expect(identity.Arn).toMatch(/^arn:aws-us-gov:/);
});

it("keeps a log of what was asked", () => {
  const asked = loopback.requests.filter(({ operation }) => operation === "GetCallerIdentity");
  expect(asked).toContainEqual({
    service: "sts",
    operation: "GetCallerIdentity",
    region: "us-gov-west-1",
    status: 200,
    fault: null,
  });
});
