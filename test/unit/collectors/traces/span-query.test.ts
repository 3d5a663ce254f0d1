import { describe, expect, it } from "vitest";

import { spanQuery } from "../../../../src/collectors/traces/span-query.ts";
import { compareText } from "../../../../src/core/order.ts";
import type { Target } from "../../../../src/model/target.ts";
import { parseInsightsQuery } from "../../../../src/loopback/logs/insights-query.ts";
import { toRecord } from "../../../../src/loopback/logs/insights-record.ts";
import { NOW_MS, TARGETS } from "../../loopback/literal-account.ts";

const WINDOW = { startMs: NOW_MS - 90_000, endMs: NOW_MS };

/** The ids of the traces that a query finds among spans. */
function found(
  target: Target,
  spans: readonly object[],
  which: Parameters<typeof spanQuery>[0]["which"] = "all",
) {
  const text = spanQuery({ target, which, enough: 50 }, WINDOW);
  if (text === null) return null;
  const records = spans.map((span, index) =>
    toRecord(
      {
        eventId: `${index}`,
        streamName: "s",
        timestampMs: NOW_MS - 5_000 - index,
        message: JSON.stringify({ traceId: `t${index}`, durationNano: 1e6 * (index + 1), ...span }),
      },
      "log",
    ),
  );
  return parseInsightsQuery(text)
    .run(records)
    .rows.map((row) => row.get("traceId") ?? "")
    .sort(compareText);
}

describe("a query for spans", () => {
  const [rest, , http] = TARGETS;
  const spans = [
    { resource: { attributes: { "service.name": "orders/prod" } } },
    { resource: { attributes: { "service.name": "old-orders/prod" } } },
    { attributes: { arn: "arn:aws:apigateway:eu-west-1::/restapis/abc123def4/stages/prod" } },
    { attributes: { arn: "arn:aws:apigateway:eu-west-1::/restapis/abc123def4/stages/production" } },
    { attributes: { "aws.local.service": "fn-get-items" } },
    { attributes: { arn: "arn:aws:lambda:eu-west-1:1:function:fn-get-items" } },
    { attributes: { "aws.local.service": "fn-get-items-too" } },
  ];

  it("finds a stage by its service or its ARN, whole", () => {
    expect(found(rest!, spans)).toEqual(["t0", "t2"]);
  });

  it("finds a function by its name or its ARN, whole", () => {
    expect(found(http!, spans)).toEqual(["t4", "t5"]);
  });

  it("finds what failed, and what took longer", () => {
    const of = (more: object) => ({ ...spans[0], ...more });
    const all = [
      of({ attributes: { "http.response.status_code": 503 } }),
      of({ attributes: { "http.response.status_code": 404 } }),
      of({ status: { code: "ERROR" } }),
      of({}),
    ];
    expect(found(rest!, all, "faulty")).toEqual(["t0", "t2"]);
    expect(found(rest!, all, { longerThanMs: 2.5 })).toEqual(["t2", "t3"]);
  });

  it("is not asked where nothing names the target", () => {
    expect(found({ ...http!, configuration: null }, spans)).toBeNull();
    expect(found({ ...rest!, apiName: 'a "b"', apiId: null }, spans)).toBeNull();
  });
});
