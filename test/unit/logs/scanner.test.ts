import { describe, expect, it } from "vitest";

import type { Counts, GroupAggregate } from "../../../src/logs/aggregate/aggregates.ts";
import { mergeAggregates } from "../../../src/logs/aggregate/merge-aggregates.ts";
import { bucketsOf, quantileOf } from "../../../src/logs/aggregate/distribution.ts";
import { compileFormat } from "../../../src/logs/layout/compile-format.ts";
import { matchText } from "../../../src/logs/layout/match-text.ts";
import { JSON_LAYOUT } from "../../../src/logs/layout/layout.ts";
import { createRandom } from "../../../src/core/random.ts";
import { randomLine } from "../../support/log-lines.ts";
import { expectSame, readReference } from "../../support/logs-reference.ts";
import { minutesOf } from "../../support/minutes-of.ts";
import { scanLog } from "../../support/scan-log.ts";

const line = (values: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ requestId: "r1", ...values });

describe("facts about lines", () => {
  it("does not take JSON for a line of a Format that begins with a variable", () => {
    const layout = compileFormat("$context.identity.sourceIp $context.status $context.responseLatency");
    const json = '{"requestId": "8f", "status": 200, "responseLatency": 13}';
    const found = scanLog(`203.0.113.9 200 13\n${json}\n203.0.113.7 502 41\n`, { layout });
    expect([found.requests, found.unparsed]).toEqual([2, 1]);
    expect(found.samples).toEqual([json]);
    expect(matchText(layout.variants[0] ?? [], json)).toBeUndefined();
  });

  it("takes a hyphen, nothing and null for no value", () => {
    const log = ["-", "", null].map((status) => line({ status, responseLatency: status })).join("\n");
    const [group] = scanLog(log).groups;
    expect(group?.outcomes).toEqual([{ status: 0, responseType: null, requests: 3 }]);
    expect(group?.distributions[0]).toBeNull();
  });

  it("counts no error message that is blanks alone", () => {
    const log = [
      line({ status: 502, integrationErrorMessage: "\t" }),
      line({ status: 503, integrationErrorMessage: "no host 17" }),
    ];
    const found = scanLog(log.join("\n")).top.messages;
    expect(found.entries.map(({ text, requests }) => [text, requests])).toEqual([["no host <n>", 1]]);
  });

  it("reads epochs in seconds and milliseconds by their magnitude", () => {
    const log = [1747602530, 1747602530123].map((requestTimeEpoch) => line({ requestTimeEpoch })).join("\n");
    expect(minutesOf(scanLog(log)).map(({ startMs, requests }) => [startMs, requests])).toEqual([
      [Date.parse("2025-05-18T21:08:00Z"), 2],
    ]);
  });

  it("knows years from 1970 to 2100", () => {
    const log = ["01/Jan/1970:00:00:07 +0000", "31/Dec/2100:23:59:59 +0100"].map((requestTime) =>
      line({ requestTime }),
    );
    expect(minutesOf(scanLog(log.join("\n"))).map(({ startMs }) => new Date(startMs).toISOString())).toEqual([
      "1970-01-01T00:00:00.000Z",
      "2100-12-31T22:59:00.000Z",
    ]);
  });

  it.each([
    [{ routeKey: "GET /a", httpMethod: "GET" }, "GET /a"],
    [{ routeKey: "$default", httpMethod: "GET", path: "/x" }, "$default"],
    [{ routeKey: "-", resourcePath: "/b/{id}", httpMethod: "PUT" }, "PUT /b/{id}"],
    [{ resourcePath: "-", httpMethod: "GET", path: "/wp-admin" }, ""],
    [{ httpMethod: "GET", path: "/only/path" }, "GET /only/path"],
    [{ routeKey: "sendMessage" }, "sendMessage"],
  ])("names the route of %j", (values, route) => {
    expect(scanLog(line(values)).groups[0]?.key).toEqual([route]);
  });

  it("tells throttling from quotas, from a backend's own 429 and from what is not logged", () => {
    const log = [
      line({ status: "429", errorResponseType: "THROTTLED" }),
      line({ status: "429", errorResponseType: "QUOTA_EXCEEDED" }),
      line({ status: "429", errorResponseType: "-" }),
      line({ status: "429" }),
      line({ status: "429", errorMessage: "Limit Exceeded" }),
      line({ status: "403", errorResponseType: "ACCESS_DENIED" }),
    ].join("\n");
    expect(scanLog(log).groups[0]).toMatchObject({
      requests: 6,
      throttled: 2,
      quotaExceeded: 2,
      gatewayErrors: 3,
    });
  });

  it("keeps the id that is unique", () => {
    const [worst] = scanLog(
      line({ extendedRequestId: "e9", responseLatency: "5", integrationRequestId: "i7" }),
    ).worst;
    expect(worst).toMatchObject({ requestId: "e9", integrationRequestId: "i7", latencyMs: 5 });
  });

  it("counts user agents by family and messages by pattern", () => {
    const log = [
      line({ userAgent: "okhttp/4.12.0", errorMessage: "order 4711 failed" }),
      line({ userAgent: "okhttp/4.9.3", errorMessage: "order 12 failed" }),
      line({
        userAgent: "Mozilla/5.0 (X11) Chrome/126.0 Safari/537.36",
        errorResponseType: "X",
        message: "no",
      }),
    ].join("\n");
    const { userAgents, messages } = scanLog(log).top;
    expect(userAgents.entries.map(({ text, requests }) => [text, requests])).toEqual([
      ["okhttp 4", 2],
      ["Chrome 126", 1],
    ]);
    expect(messages.entries.map(({ text, requests }) => [text, requests])).toEqual([
      ["order <n> failed", 2],
      ["no", 1],
    ]);
  });
});

describe("memory", () => {
  it("grows with the log, and loses nothing of what was counted before", () => {
    // Each of these kinds of rows outgrows its first room: groups, minutes, cells, outcomes, histograms, texts.
    const log = Array.from({ length: 4_000 }, (_, at) =>
      line({
        resourcePath: `/p/${at % 1_201}`,
        requestTimeEpoch: 1_747_602_540 + (at % 1_603) * 60,
        status: 200 + (at % 307),
        responseLatency: at % 2_503,
        integrationErrorMessage: `no "host"\n ${String.fromCharCode(97 + (at % 23)).repeat(90 + (at % 101))}`,
      }),
    ).join("\n");
    const found = scanLog(log, { piece: 7_919 });
    expect([found.groups.length, minutesOf(found).length, found.cells.length > 12 * 2_048]).toEqual([
      1_202,
      1_603,
      true,
    ]);
    expectSame(found, readReference(Buffer.from(log), JSON_LAYOUT));
  });
});

describe("bounds", () => {
  it("keeps 2,000 groups apart and says how many requests are in the rest", () => {
    const log = Array.from({ length: 50_000 }, (_, at) =>
      line({ resourcePath: `/p/${at}`, status: "404" }),
    ).join("\n");
    const found = scanLog(log);
    expect(found.groups).toHaveLength(2_001);
    expect(found.groups.at(-1)).toMatchObject({ key: null, requests: 48_000 });
    expect(found.overflow.groups).toBe(48_000);
    expect(found.requests).toBe(50_000);
  });

  it("finds the most frequent of more clients than it has places for, within the error it states", () => {
    const random = createRandom(7);
    const truth = new Map<string, number>();
    const log = Array.from({ length: 60_000 }, () => {
      const ip =
        random.next() < 0.3
          ? `10.0.0.${Math.floor(random.next() * 7)}`
          : `172.16.${Math.floor(random.next() * 20_000)}`;
      truth.set(ip, (truth.get(ip) ?? 0) + 1);
      return line({ ip });
    });
    const { entries, floor } = scanLog(log.join("\n")).top.clients;
    expect(entries).toHaveLength(4_096);
    expect(floor).toBeLessThanOrEqual(60_000 / 4_096);
    const named = new Map(entries.map((entry) => [entry.text, entry]));
    const wrong = [...truth].filter(([ip, count]) => {
      const { requests, error } = named.get(ip) ?? { requests: floor, error: floor };
      return requests < count || requests - error > count;
    });
    expect(truth.size).toBeGreaterThan(4_096);
    expect(wrong).toEqual([]);
    expect(entries.slice(0, 7).every(({ text }) => text.startsWith("10.0.0."))).toBe(true);
  });

  it.each([140_000, 2 ** 20 - 1, 2 ** 20 + 3])(
    "counts %i in one bucket: beyond 16 bits, and beyond an entry",
    (many) => {
      const log = `{"status":"200","responseLatency":"12"}\n`.repeat(many);
      const found = scanLog(`${log}{"status":"200","responseLatency":"4194303"}\n`);
      const [latency] = found.groups[0]?.distributions ?? [];
      expect(latency?.count).toBe(many + 1);
      expect(latency && bucketsOf(latency)).toEqual([12, many, 2_047, 1]);
    },
  );

  it("skips a line longer than a record can be, and reads on", () => {
    const found = scanLog(
      `${line({ status: "200" })}\n{"x":"${"y".repeat(3_000_000)}"}\n${line({ status: "201" })}`,
      { piece: 100_000 },
    );
    expect(found).toMatchObject({ requests: 2, unparsed: 1, tooLong: 1 });
  });
});

describe("percentiles", () => {
  it("are within half a percent of the nearest rank", () => {
    const random = createRandom(3);
    const values = Array.from({ length: 20_000 }, () => Math.floor(Math.exp(2 + 7 * random.next())));
    const found = scanLog(values.map((responseLatency) => line({ responseLatency })).join("\n"));
    const sorted = values.toSorted((a, b) => a - b);
    for (const q of [0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 1]) {
      const exact = sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
      const estimate = quantileOf(found.groups[0]?.distributions[0] ?? null, q) ?? 0;
      expect(Math.abs(estimate - exact) / exact).toBeLessThanOrEqual(0.005);
    }
  });
});

describe("a brief answer", () => {
  it("has the counts and each group's latency of the full one, and leaves out what it says it does", () => {
    const random = createRandom(17);
    const log = Array.from({ length: 900 }, (_, at) => randomLine(random, at)).join("\n");
    const [full, brief] = [scanLog(log), scanLog(log, { brief: true })];
    expect(full.groups.length).toBeGreaterThan(4);
    const counts = ({ requests, byClass, throttled, quotaExceeded, gatewayErrors }: Counts): unknown => [
      requests,
      byClass,
      throttled,
      quotaExceeded,
      gatewayErrors,
    ];
    expect(brief.groups.map((group) => [group.key, counts(group), group.bytes])).toEqual(
      full.groups.map((group) => [group.key, counts(group), group.bytes]),
    );
    expect(minutesOf(brief).map((minute) => [minute.startMs, counts(minute)])).toEqual(
      minutesOf(full).map((minute) => [minute.startMs, counts(minute)]),
    );
    const latencies = ({ distributions: [one] }: GroupAggregate): unknown => one && bucketsOf(one);
    expect(brief.groups.map(latencies)).toEqual(full.groups.map(latencies));
    expect(brief.groups.every(({ distributions }) => distributions.slice(1).every((one) => !one))).toBe(true);
    expect(
      minutesOf(brief).every(({ latencies: all }) => all.every(({ buckets }) => buckets.length === 0)),
    ).toBe(true);
    expect([brief.worst, brief.top.clients.entries, brief.groups[0]?.outcomes]).toEqual([[], [], []]);
  });
});

describe("merging", () => {
  it("makes of two halves what the whole makes", () => {
    const random = createRandom(11);
    const lines = Array.from({ length: 3_000 }, (_, at) => randomLine(random, at));
    const halves = [lines.slice(0, 1_301), lines.slice(1_301)].map((half) => scanLog(half.join("\n")));
    const merged = halves.reduce(mergeAggregates);
    expect(merged.requests).toBe(3_000);
    expectSame(merged, readReference(Buffer.from(lines.join("\n")), JSON_LAYOUT));
  });
});

describe("grouping", () => {
  it("goes by several dimensions, derived ones too", () => {
    const random = createRandom(13);
    const log = Array.from({ length: 800 }, (_, at) => randomLine(random, at)).join("\n");
    const by = ["status", "userAgentFamily", "messagePattern", "route"] as const;
    const found = scanLog(log, { by });
    expect(found.groups.length).toBeGreaterThan(20);
    expectSame(found, readReference(Buffer.from(log), JSON_LAYOUT, by));
  });
});

describe("records without newlines between them", () => {
  it("are told apart by their braces, damaged ones too", () => {
    const good = line({ status: "200", responseLatency: "17" });
    const odd = '{"requestId":"r2","status":"-","responseLatency":-}';
    const log = [good, good, odd, good].join("");
    const layout = { ...JSON_LAYOUT, isConcatenated: true };
    for (const piece of [1, 7, 1_000]) {
      expect(scanLog(log, { layout, piece })).toMatchObject({ requests: 4, unparsed: 0, repaired: 1 });
    }
  });
});
