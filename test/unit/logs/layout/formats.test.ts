import { describe, expect, it } from "vitest";

import { logFieldOfVariable, type LogField } from "../../../../src/catalog/log-fields.ts";
import { compileFormat } from "../../../../src/logs/layout/compile-format.ts";
import { learnLayout } from "../../../../src/logs/layout/learn-layout.ts";
import { scanLog } from "../../../support/scan-log.ts";
import { FORMATS_IN_USE } from "../../../support/formats-in-use.ts";
import { minutesOf } from "../../../support/minutes-of.ts";

/** What a request is written from; each value differs from every other. */
const VALUES: Readonly<Record<string, string>> = {
  requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  extendedRequestId: "JKJaXmPLvHcESHA=",
  requestTime: "22/Nov/2026:14:30:05 +0000",
  requestTimeEpoch: "1795357805123",
  "identity.sourceIp": "203.0.113.9",
  "identity.userAgent": "okhttp/4.12.0",
  httpMethod: "PUT",
  resourcePath: "/pets/{id}",
  path: "/prod/pets/7",
  routeKey: "PUT /pets/{id}",
  protocol: "HTTP/1.1",
  status: "504",
  responseLength: "811",
  responseLatency: "612",
  integrationLatency: "577",
  "integration.latency": "577",
  "error.responseType": "INTEGRATION_TIMEOUT",
  "error.message": "Endpoint request timed out",
  "error.messageString": '"Endpoint request timed out"',
  stage: "prod",
  apiId: "a1b2c3",
  eventType: "MESSAGE",
  connectionId: "L0SM9cOFvHcCIhw=",
};

function write(format: string, values: Readonly<Record<string, string>>): string {
  return format.replace(/\$context\.(\w+(?:\.\w+)*)/g, (_, name: string) => values[name] ?? "-");
}

function variablesOf(format: string): string[] {
  return [...format.matchAll(/\$context\.(\w+(?:\.\w+)*)/g)].map(([, name = ""]) => name);
}

describe.each(FORMATS_IN_USE)("$name", ({ format, isLearned, kind }) => {
  const values = kind === "websocket" ? { ...VALUES, routeKey: "sendMessage" } : VALUES;
  const lines = [
    write(format, values),
    write(format, { ...values, status: "200", requestId: "d7b0adb7-7b61-11e6" }),
  ];
  const log = lines.map((line) => line.replace(/\n/g, " ")).join("\n");
  const fields = new Set(variablesOf(format).map(logFieldOfVariable));

  function expectAll(found: ReturnType<typeof scanLog>): void {
    expect(found.unparsed).toBe(0);
    expect(found.requests).toBe(2);
    const has = (field: LogField): boolean => fields.has(field);
    const slow = found.groups.filter(({ requests }) => requests > 0);
    const statuses = slow
      .flatMap(({ outcomes }) => outcomes.map(({ status }) => status))
      .toSorted((a, b) => a - b);
    expect(statuses).toEqual(has("status") ? [200, 504] : [0]);
    if (has("ip")) expect(found.top.clients.entries.map(({ text }) => text)).toEqual(["203.0.113.9"]);
    if (has("time") || has("timeEpoch")) {
      expect(minutesOf(found).map(({ startMs }) => startMs)).toEqual([Date.parse("2026-11-22T14:30:00Z")]);
    } else expect(found.untimed).toBe(2);
    if (has("bytes")) expect(slow.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0)).toBe(2 * 811);
    if (has("routeKey") || has("resource")) {
      const route =
        kind === "websocket"
          ? "sendMessage"
          : has("method") || has("routeKey")
            ? "PUT /pets/{id}"
            : "/pets/{id}";
      expect(slow.map(({ key }) => key)).toEqual([[route]]);
    }
  }

  it("is read by its Format", () => {
    const layout = compileFormat(format);
    expect(layout.fields.length).toBeGreaterThan(0);
    expectAll(scanLog(log, { layout }));
  });

  it.runIf(isLearned)("is learned from its lines", () => {
    const layout = learnLayout(log);
    expect(layout.kind).toBe(format.startsWith("{") ? "json" : "text");
    expectAll(scanLog(log, { layout }));
  });
});

describe("compileFormat", () => {
  it("refuses a text without variables, and JSON that is none", () => {
    expect(() => compileFormat("hello")).toThrow(/no \$context variable/);
    expect(() => compileFormat('{"a":"$context.status"')).toThrow(/begins as JSON and is not/);
  });

  it("takes a key for what its variable is, whatever it is called", () => {
    const layout = compileFormat('{"status":"$context.integration.status","answer":"$context.status"}');
    const found = scanLog('{"status":"418","answer":"202"}', { layout });
    expect(found.groups[0]?.outcomes.map(({ status }) => status)).toEqual([202]);
  });

  it("reads AWS's CLF with and without a space behind the time", () => {
    const layout = compileFormat(
      '$context.identity.sourceIp [$context.requestTime]"$context.httpMethod $context.resourcePath" $context.status',
    );
    const line = '203.0.113.9 [22/Nov/2026:14:30:05 +0000]"GET /pets" 201';
    expect(scanLog(`${line}\n${line.replace(']"', '] "')}\n`, { layout })).toMatchObject({
      requests: 2,
      unparsed: 0,
    });
  });
});
