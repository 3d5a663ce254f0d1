import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { ExecutionRequests } from "../../../../src/logs/execution/execution-requests.ts";
import { failureText, tellingRank } from "../../../../src/logs/execution/failure-text.ts";
import { joinAccessLines } from "../../../../src/logs/execution/join-access-lines.ts";
import { parseExecutionLine } from "../../../../src/logs/execution/parse-execution-line.ts";

import { compileFormat } from "../../../../src/logs/layout/compile-format.ts";
import { JSON_LAYOUT } from "../../../../src/logs/layout/layout.ts";

const ONE = "0d2c63a5-5d5b-4a3c-8c8e-3a6c1f5f8a11";
const TWO = "7b6f2f10-90c1-4a87-a7f9-5a5b2c9d1e22";

function read(events: readonly string[], isRest = true): ReturnType<ExecutionRequests["finish"]> {
  const requests = new ExecutionRequests(isRest);
  for (const [index, event] of events.entries()) requests.add(event, 1_700_000_000_000 + index);
  return requests.finish();
}

describe("a request's lines", () => {
  it("are put together by id, however they interleave", () => {
    expect(
      read([
        `(${ONE}) HTTP Method: POST, Resource Path: /orders`,
        `(${TWO}) HTTP Method: GET, Resource Path: /prices`,
        `(${ONE}) Execution failed due to configuration error: Malformed Lambda proxy response`,
        `(${TWO}) Method completed with status: 200`,
        `(${ONE}) Gateway response type: DEFAULT_5XX with status code: 502`,
        `(${ONE}) Method completed with status: 502`,
      ]),
    ).toEqual({
      requests: 2,
      events: 6,
      malformed: 0,
      failures: [
        {
          text: "Execution failed due to configuration error: Malformed Lambda proxy response",
          route: "POST /orders",
          status: 502,
          requests: 1,
          examples: [ONE],
        },
      ],
    });
  });

  it("say which answer was given where nothing says why", () => {
    const { failures } = read([
      `(${ONE}) Gateway response type: AUTHORIZER_FAILURE with status code: 500`,
      `(${ONE}) Method completed with status: 500`,
      `(${TWO}) Method completed with status: 404`,
    ]);
    expect(failures.map(({ text, status }) => [status, text])).toEqual([
      [500, "Gateway response type: AUTHORIZER_FAILURE with status code: 500"],
      [404, "Method completed with status: 404"],
    ]);
  });

  it("of which the end was not read count only where they surely speak of a failure", () => {
    const { failures, requests } = read([
      `(${ONE}) Execution failed due to a timeout error`,
      `(${TWO}) A line of a kind that nobody published`,
    ]);
    expect(requests).toBe(2);
    expect(failures.map(({ text, status }) => [status, text])).toEqual([
      [null, "Execution failed due to a timeout error"],
    ]);
  });

  it("name no route where the method is not a route", () => {
    const events = [
      `(${ONE}) HTTP Method: GET, Resource Path: /x`,
      `(${ONE}) Method completed with status: 500`,
    ];
    expect(read(events, false).failures.map(({ route }) => route)).toEqual([null]);
  });

  it("never keep what callers and backends sent", () => {
    const secret = "hunter2";
    const { failures } = read([
      `(${ONE}) Method request headers: {Authorization=${secret}, User-Agent=error}`,
      `(${ONE}) Method request body before transformations: {"password":"${secret}"}\nExecution failed ${secret}`,
      `(${ONE}) Endpoint response body before transformations: ${secret} failed`,
      `(${ONE}) Method completed with status: 502`,
    ]);
    expect(failures).toHaveLength(1);
    expect(JSON.stringify(failures)).not.toContain(secret);
  });
});

it("counts what is no line of an execution log", () => {
  const events = ["START RequestId: 1234 Version: 3", "", "()", `(${ONE}) Method completed with status: 200`];
  expect(read(events)).toMatchObject({ events: 4, malformed: 3, requests: 1, failures: [] });
});

it("keeps its memory bounded, and loses no request of the count", () => {
  const requests = new ExecutionRequests(true);
  for (let index = 0; index < 23_000; index += 1)
    requests.add(`(id-${index}) Execution failed: kind ${index % 977}`, index);
  const { failures, ...counts } = requests.finish();
  expect(counts.requests).toBe(23_000);
  expect(failures.length).toBeLessThanOrEqual(501);
  expect(failures.reduce((sum, failure) => sum + failure.requests, 0)).toBe(23_000);
});

it("reads equal failures alike", () => {
  const function_ = (id: string): string =>
    `Lambda execution failed with status 200 due to customer function error: 'KEY'. Lambda request id: ${id}`;
  expect(failureText(function_(ONE))).toBe(failureText(function_(TWO)));
  expect(failureText(`Unauthorized request: ${ONE}`)).toBe("Unauthorized request: ID");
  expect(failureText("x".repeat(900))).toHaveLength(240);
  expect(tellingRank("Execution failed due to a timeout error")).toBe(2);
});

describe("failed requests and the access log", () => {
  const requests = new ExecutionRequests(true);
  // At the level ERROR no line names a route.
  for (let index = 0; index < 40; index += 1) {
    requests.add(
      `(id-${index}) Execution failed due to configuration error: Malformed Lambda proxy response`,
      1_000 + index,
    );
    requests.add(`(id-${index}) Method completed with status: 502`, 1_000 + index);
  }
  requests.add("(late) Execution failed due to a timeout error", 9_000);
  const { failures } = requests.finish();
  const lookups = failures.map((failure) => requests.lookups(failure));
  const LINES = [
    "no access log",
    '{"requestId":"id-3","httpMethod":"POST","resourcePath":"/orders","status":"502","responseLatency":"31","ip":"192.0.2.7"}',
    '{"requestId":"id-1","httpMethod":"PUT","resourcePath":"/orders","status":"502","responseLatency":"-","ip":"-"}',
    '{"requestId":"id-3","httpMethod":"POST","resourcePath":"/orders","status":"502"}',
    '{"requestId":"somebody-else","httpMethod":"GET","resourcePath":"/x","status":"200"}',
  ];

  it("a few of each failure are kept to be looked up", () => {
    expect(lookups.map((own) => own.length)).toEqual([12, 1]);
    expect(lookups[0]?.[3]).toEqual({ requestId: "id-3", timeMs: 1_003 });
  });

  it("are joined by request id, each once, in the order of time", () => {
    const [malformed, timeout] = joinAccessLines(failures, lookups, LINES, JSON_LAYOUT);
    const nothing = { latencyMs: null, client: null, apiKey: null };
    expect(malformed?.joined).toEqual([
      { requestId: "id-1", timeMs: 1_001, route: "PUT /orders", status: 502, ...nothing },
      {
        requestId: "id-3",
        timeMs: 1_003,
        route: "POST /orders",
        status: 502,
        latencyMs: 31,
        client: "192.0.2.7",
        apiKey: null,
      },
    ]);
    expect(malformed?.requests).toBe(40);
    expect(timeout).toEqual(failures[1]);
  });

  it("are found in lines of text as well", () => {
    const layout = compileFormat(
      '$context.requestId $context.identity.sourceIp "$context.routeKey" $context.status',
    );
    const [malformed] = joinAccessLines(failures, lookups, ['id-7 192.0.2.9 "sendMessage" 500'], layout);
    expect(malformed?.joined).toMatchObject([{ route: "sendMessage", status: 500, client: "192.0.2.9" }]);
  });
});

const DATA = join(process.env["GATEWATCH_DATA"] ?? "../shared/data", "execution-logs/messages.jsonl");

describe.skipIf(!existsSync(DATA))("lines that owners published (skipped without the data folder)", () => {
  const messages = existsSync(DATA)
    ? readFileSync(DATA, "utf8")
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { message: string }).message)
    : [];

  it("are told from the others, and all understood", () => {
    const own = messages.filter((message) => message.startsWith("("));
    expect(own.length).toBeGreaterThan(20);
    for (const message of own) expect(parseExecutionLine(message)?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const { malformed, events, failures } = read(messages);
    expect([events, malformed]).toEqual([messages.length, messages.length - own.length]);
    // All of them went well.
    expect(failures).toEqual([]);
  });
});
