import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  GetQueryResultsCommand,
  InvalidParameterException,
  MalformedQueryException,
  ResourceNotFoundException,
  StartQueryCommand,
  StopQueryCommand,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
  paginateGetLogEvents,
  type StartQueryCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { LogEvent } from "../../src/simulate/account.ts";
import { ACCOUNT_ID, literalAccount, NOW_MS } from "../unit/loopback/literal-account.ts";
import { clientConfig } from "./loopback-clients.ts";

const GROUP = "/aws/apigateway/orders";
const FIRST_MS = NOW_MS - 1_300_000;
const ROUTES = ["/orders", "/items", "/carts"];

/** 1,200 lines, three to a second with one millisecond in common; every 100th is a 503, every 150th no JSON. */
const EVENTS: LogEvent[] = Array.from({ length: 1_200 }, (_, index) => ({
  eventId: `event-${index}`,
  streamName: index % 2 === 0 ? "stream-a" : "stream-b",
  timestampMs: FIRST_MS + Math.floor(index / 3) * 1_000,
  message:
    index % 150 === 149
      ? `plain text ${index}`
      : JSON.stringify({
          number: index,
          status: index % 100 === 50 ? 503 : 200,
          route: ROUTES[index % 3],
          latency: `${index + 7}`,
          error: index % 100 === 50 ? { responseType: "INTEGRATION_FAILURE" } : undefined,
        }),
}));

let loopback: Loopback;
let clients: { logs: CloudWatchLogsClient };
beforeAll(async () => {
  const others = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`/other/${index}`, []]));
  loopback = await startLoopback(literalAccount({ events: { [GROUP]: EVENTS, ...others } }));
  clients = { logs: new CloudWatchLogsClient(clientConfig(loopback.url)) };
});
afterAll(() => loopback.close());

describe("DescribeLogGroups", () => {
  it("pages by 50, in the order of names, with both forms of the ARN", async () => {
    const names: string[] = [];
    const sizes: number[] = [];
    for await (const page of paginateDescribeLogGroups({ client: clients.logs }, {})) {
      sizes.push(page.logGroups?.length ?? 0);
      names.push(...(page.logGroups ?? []).map(({ logGroupName }) => logGroupName ?? ""));
    }
    expect(sizes).toEqual([50, 21]);
    expect(names).toEqual(names.toSorted());
    const { logGroups } = await clients.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws" }),
    );
    const arn = `arn:aws:logs:eu-west-1:${ACCOUNT_ID}:log-group:${GROUP}`;
    expect(logGroups).toMatchObject([{ logGroupName: GROUP, arn: `${arn}:*`, logGroupArn: arn }]);
  });

  it("takes a prefix or a pattern, not both", async () => {
    const found = await clients.logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "gateway" }));
    expect(found.logGroups).toHaveLength(1);
    const both = new DescribeLogGroupsCommand({ logGroupNamePattern: "x", logGroupNamePrefix: "y" });
    await expect(clients.logs.send(both)).rejects.toThrow(InvalidParameterException);
  });
});

it("DescribeLogStreams gives the streams with their last event", async () => {
  const input = { logGroupName: GROUP, orderBy: "LastEventTime", descending: true, limit: 1 } as const;
  const first = await clients.logs.send(new DescribeLogStreamsCommand(input));
  const second = await clients.logs.send(
    new DescribeLogStreamsCommand({ ...input, nextToken: first.nextToken }),
  );
  const names = [first, second].map(({ logStreams }) => logStreams?.[0]?.logStreamName);
  expect(new Set(names)).toEqual(new Set(["stream-a", "stream-b"]));
  expect(first.logStreams?.[0]?.lastEventTimestamp).toBe(EVENTS.at(-1)?.timestampMs);
  expect(second.nextToken).toBeUndefined();
});

describe("FilterLogEvents", () => {
  it("gives every event once, page by page, though pages end within a millisecond", async () => {
    const seen: string[] = [];
    let pages = 0;
    const input = { logGroupName: GROUP, startTime: FIRST_MS, limit: 100 };
    for await (const page of paginateFilterLogEvents({ client: clients.logs }, input)) {
      pages += 1;
      seen.push(...(page.events ?? []).map(({ eventId }) => eventId ?? ""));
    }
    expect(pages).toBe(12);
    expect(seen).toEqual(EVENTS.map(({ eventId }) => eventId));
  });

  it("takes both ends of the window into it", async () => {
    const input = { logGroupName: GROUP, startTime: FIRST_MS + 1_000, endTime: FIRST_MS + 2_000 };
    const { events } = await clients.logs.send(new FilterLogEventsCommand(input));
    expect(events?.map(({ eventId }) => eventId)).toEqual([
      "event-3",
      "event-4",
      "event-5",
      "event-6",
      "event-7",
      "event-8",
    ]);
  });

  it.each([
    ["{ $.status = 503 }", (_line: string, index: number) => index % 100 === 50],
    [
      '{ ($.status >= 500) && ($.route = "/ord*") }',
      (line: string) => line.includes("503") && line.includes("/orders"),
    ],
    ['"plain text"', (line: string) => line.startsWith("plain text")],
    ['?"plain text" ?INTEGRATION_FAILURE', (line: string) => /plain text|INTEGRATION_FAILURE/.test(line)],
    ["{ $.error.responseType EXISTS }", (line: string) => line.includes("responseType")],
  ])("filters by %s", async (filterPattern, literal) => {
    const expected = EVENTS.filter(({ message }, index) => literal(message, index)).map(
      ({ eventId }) => eventId,
    );
    expect(expected.length).toBeGreaterThan(2);
    const output = await clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: GROUP, filterPattern }),
    );
    expect(output.events?.map(({ eventId }) => eventId)).toEqual(expected);
  });

  it.each(["[ip, user]", "%regex%", "{ $.a ~ 1 }", "{ $.a = 1"])(
    "refuses the pattern %s rather than guess",
    async (filterPattern) => {
      const failure = clients.logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, filterPattern }));
      await expect(failure).rejects.toThrow(InvalidParameterException);
    },
  );

  it("knows neither another group nor a made-up token", async () => {
    const unknown = new FilterLogEventsCommand({ logGroupName: "/nowhere" });
    await expect(clients.logs.send(unknown)).rejects.toThrow(ResourceNotFoundException);
    const token = new FilterLogEventsCommand({ logGroupName: GROUP, nextToken: "made-up" });
    await expect(clients.logs.send(token)).rejects.toThrow("The specified nextToken is invalid.");
  });
});

describe("GetLogEvents", () => {
  const inStream = EVENTS.filter(({ streamName }) => streamName === "stream-b").map(({ message }) => message);

  it("goes forward to the end, where the token stays the same", async () => {
    const seen: (string | undefined)[] = [];
    const input = { logGroupName: GROUP, logStreamName: "stream-b", startFromHead: true, limit: 90 };
    const paging = { client: clients.logs, stopOnSameToken: true };
    for await (const page of paginateGetLogEvents(paging, input)) {
      seen.push(...(page.events ?? []).map(({ message }) => message));
    }
    expect(seen).toEqual(inStream);
  });

  it("gives the newest by default, and what was before with the backward token", async () => {
    const input = { logGroupName: GROUP, logStreamName: "stream-b", limit: 11 };
    const newest = await clients.logs.send(new GetLogEventsCommand(input));
    expect(newest.events?.map(({ message }) => message)).toEqual(inStream.slice(-11));
    const nextToken = newest.nextBackwardToken;
    const before = await clients.logs.send(new GetLogEventsCommand({ ...input, nextToken }));
    expect(before.events?.map(({ message }) => message)).toEqual(inStream.slice(-22, -11));
    const forward = await clients.logs.send(
      new GetLogEventsCommand({ ...input, nextToken: before.nextForwardToken }),
    );
    expect(forward.events).toEqual(newest.events);
  });

  it("does not know another stream", async () => {
    const input = { logGroupName: GROUP, logStreamName: "stream-z" };
    await expect(clients.logs.send(new GetLogEventsCommand(input))).rejects.toThrow(
      "The specified log stream does not exist.",
    );
  });
});

describe("Logs Insights", () => {
  const window = { logGroupName: GROUP, startTime: Math.floor(FIRST_MS / 1_000), endTime: NOW_MS / 1_000 };

  /** Asks until it is done; the statuses on the way are part of the answer. */
  async function run(queryString: string, change: Partial<StartQueryCommandInput> = {}) {
    const { queryId } = await clients.logs.send(new StartQueryCommand({ ...window, queryString, ...change }));
    const statuses: string[] = [];
    for (;;) {
      const output = await clients.logs.send(new GetQueryResultsCommand({ queryId }));
      statuses.push(output.status ?? "");
      if (output.status === "Complete") {
        const rows = output.results?.map((row) =>
          Object.fromEntries(row.map(({ field, value }) => [field ?? "", value ?? ""] as const)),
        );
        return { statuses, rows: rows ?? [], statistics: output.statistics };
      }
    }
  }

  it("goes from Scheduled over Running to Complete", async () => {
    const { statuses, rows, statistics } = await run("fields number, status | filter status >= 500");
    expect(statuses).toEqual(["Scheduled", "Running", "Complete"]);
    expect(rows).toHaveLength(12);
    expect(rows[0]).toEqual({ number: "1150", status: "503", "@ptr": expect.any(String) as string });
    expect(statistics).toMatchObject({ recordsMatched: 12, recordsScanned: 1_200 });
    const bytes = EVENTS.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
    expect(statistics?.bytesScanned).toBe(bytes);
  });

  it("counts and sums up by field and time", async () => {
    const { rows } = await run(
      "filter ispresent(route) | stats count(*) as n, sum(latency) as total, max(latency) by route | sort route asc",
    );
    const expected = ROUTES.toSorted().map((route) => {
      const lines = EVENTS.filter(({ message }) => message.includes(`"${route}"`)).map(
        ({ message }) => JSON.parse(message) as { latency: string },
      );
      const latencies = lines.map(({ latency }) => Number(latency));
      return {
        route,
        n: String(lines.length),
        total: String(latencies.reduce((sum, value) => sum + value, 0)),
        "max(latency)": String(Math.max(...latencies)),
      };
    });
    expect(rows).toEqual(expected);
    const byTime = await run("stats count(*) by bin(5m)");
    const total = byTime.rows.reduce((sum, row) => sum + Number(row["count(*)"]), 0);
    const buckets = new Set(EVENTS.map(({ timestampMs }) => Math.floor(timestampMs / 300_000)));
    expect([byTime.rows.length, total]).toEqual([buckets.size, 1_200]);
  });

  it.each([
    "fields @message | parse @message '* *' as x",
    "stats stddev(latency)",
    "pattern @message",
    "fields substr(route, 1)",
    "stats count(*) by bin(5x)",
    "filter status ~ 5",
    "stats count(*) | stats count(*)",
    "fields",
    "drop everything",
  ])("refuses %s rather than make up a result", async (queryString) => {
    await expect(run(queryString)).rejects.toThrow(MalformedQueryException);
  });

  it("stops a query that has not ended, and only such", async () => {
    const start = new StartQueryCommand({ ...window, queryString: "fields number" });
    const { queryId } = await clients.logs.send(start);
    expect((await clients.logs.send(new StopQueryCommand({ queryId }))).success).toBe(true);
    const after = await clients.logs.send(new GetQueryResultsCommand({ queryId }));
    expect([after.status, after.results]).toEqual(["Cancelled", []]);
    await expect(clients.logs.send(new StopQueryCommand({ queryId }))).rejects.toThrow(
      InvalidParameterException,
    );
  });

  it("knows neither another group nor another query", async () => {
    await expect(run("fields a", { logGroupName: "/nowhere" })).rejects.toThrow(
      `Log group '/nowhere' does not exist for account ID '${ACCOUNT_ID}'`,
    );
    const unknown = new GetQueryResultsCommand({ queryId: "none" });
    await expect(clients.logs.send(unknown)).rejects.toThrow(ResourceNotFoundException);
  });
});
