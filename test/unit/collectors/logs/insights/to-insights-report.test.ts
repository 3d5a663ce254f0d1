import { describe, expect, it } from "vitest";

import { columnsOfFormat } from "../../../../../src/collectors/logs/insights/learn-columns.ts";
import { qlDimension } from "../../../../../src/collectors/logs/insights/ql-dimensions.ts";
import type { QueryOutcome } from "../../../../../src/collectors/logs/insights/run-queries.ts";
import { toInsightsReport } from "../../../../../src/collectors/logs/insights/to-insights-report.ts";

const { columns, description } = columnsOfFormat('{"path":"$context.path","status":"$context.status"}');
const answer = (rows: readonly Record<string, string>[], isFull = false): QueryOutcome => ({
  rows: rows.map((row) => new Map(Object.entries(row))),
  scanned: 900,
  matched: 800,
  isFull,
  isCutByCost: false,
  failure: null,
});
const MINUTES = answer([
  {
    gwMinute: "2026-05-20 11:02:00.000",
    gwEvents: "70",
    gwRequests: "61",
    gwErrors4xx: "9",
    gwErrors5xx: "4",
  },
  { gwMinute: "2026-05-20 11:01:00.000", gwEvents: "31", gwRequests: "31", gwErrors4xx: "2" },
]);

function report(outcomes: QueryOutcome, isFiltered = false): ReturnType<typeof toInsightsReport> {
  return toInsightsReport(
    {
      logGroup: "/group",
      columns,
      description,
      names: ["route"],
      dimensions: [qlDimension(columns, "route")],
      isFiltered,
    },
    new Map([
      ["minutes", MINUTES],
      ["outcomes", outcomes],
    ]),
  );
}

const GROUPS = [
  { gwNamed0: "/a", status: "200", gwRequests: "50" },
  { gwNamed0: "/a", status: "404", gwRequests: "7" },
  { status: "-", gwRequests: "3" },
];

describe("the report made of answers", () => {
  it("adds up rows of one group, minutes in order, and tells lines that are no requests", () => {
    const { groups, minutes, unparsed, requests, problems } = report(answer(GROUPS));
    expect(
      groups.map(({ key, requests: of, errors4xx, statuses }) => [key["route"], of, errors4xx, statuses]),
    ).toEqual([
      ["/a", 57, 7, { "200": 50, "404": 7 }],
      [null, 3, 0, { "-": 3 }],
    ]);
    expect(minutes.map(({ start, requests: of }) => [start, of])).toEqual([
      ["2026-05-20T11:01:00.000Z", 31],
      ["2026-05-20T11:02:00.000Z", 61],
    ]);
    expect([requests, unparsed, problems]).toEqual([92, 9, []]);
  });

  it("counts what a full answer leaves out as others, by what the minutes say", () => {
    const { groups, total, limits, problems } = report(answer(GROUPS, true));
    expect(groups.at(-1)).toMatchObject({
      key: { route: "(other)" },
      requests: 32,
      errors4xx: 4,
      errors5xx: 4,
    });
    expect([total.requests, total.errors4xx, total.errors5xx]).toEqual([92, 11, 4]);
    expect(limits.otherGroups).toBe(32);
    expect(problems).toHaveLength(1);
  });

  it("does not tell unread lines from filtered ones where a filter was asked", () => {
    const { unparsed, filtered } = report(answer(GROUPS), true);
    expect([unparsed, filtered]).toEqual([0, 808]);
  });

  it("keeps the 2,000 largest groups, and the rest as others", () => {
    const many = Array.from({ length: 2_003 }, (_, at) => ({
      gwNamed0: `/${at}`,
      status: "200",
      gwRequests: String(3_000 - at),
    }));
    const { groups, limits } = report(answer(many));
    expect(groups).toHaveLength(2_001);
    expect([groups.at(-1)?.requests, limits.otherGroups]).toEqual([2_997, 2_997]);
  });
});
