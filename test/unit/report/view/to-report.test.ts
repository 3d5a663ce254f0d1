import { expect, test } from "vitest";

import { reportSchema } from "../../../../src/model/report.ts";
import { toReport } from "../../../../src/report/view/to-report.ts";
import { aFinding, aSeries, aSnapshot, aTarget } from "../../../support/report-fixtures.ts";

const TARGETS = ["orders", "billing", "catalog", "search"].map((apiName) => aTarget({ apiName }));
const traffic = (name: string, count: number) =>
  aSeries("Count", "Sum", [count], { target: `rest:${name}/prod` });
const SNAPSHOT = aSnapshot({
  targets: TARGETS,
  series: [traffic("orders", 51), traffic("billing", 52), traffic("catalog", 53)],
});
const FINDINGS = [
  aFinding({ id: "c", severity: "warning", target: "rest:billing/prod" }),
  aFinding({ id: "a", endedAt: "2026-03-05T16:44:00.000Z", impact: { requests: 9_000, share: 0.3 } }),
  aFinding({ id: "d", severity: "info", target: "rest:catalog/prod" }),
  aFinding({ id: "b", impact: { requests: 17, share: 0.2 } }),
];

test("the report obeys its schema and survives JSON", () => {
  const report = toReport(SNAPSHOT, FINDINGS, "1.2.3");
  expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(report.tool).toEqual({ name: "gatewatch", version: "1.2.3" });
  expect(report.window).toEqual({ start: "2026-03-05T16:00:00.000Z", end: "2026-03-05T17:00:00.000Z" });
});

test("findings stay in the order in which the analysis ranked them", () => {
  expect(toReport(SNAPSHOT, FINDINGS, "1").findings.map(({ id }) => id)).toEqual(["c", "a", "d", "b"]);
});

test("health follows the findings, and is unknown where there was nothing to look at", () => {
  const health = toReport(SNAPSHOT, FINDINGS, "1").targets.map((target) => [target.apiName, target.health]);
  expect(health).toEqual([
    ["orders", "critical"],
    ["billing", "degraded"],
    ["search", "unknown"],
    ["catalog", "healthy"],
  ]);
});

test("health is unknown where nothing in the window is final yet", () => {
  const settledMs = SNAPSHOT.window.startMs + 59_000;
  const { targets } = toReport({ ...SNAPSHOT, settledMs }, [], "1");
  expect(targets.map(({ health }) => health)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
});

test("a critical finding that is over leaves its target degraded", () => {
  const [, over] = FINDINGS;
  const report = toReport(SNAPSHOT, over ? [over] : [], "1");
  expect(report.targets[0]).toMatchObject({ apiName: "orders", health: "degraded" });
});

test("the order of the input changes no byte", () => {
  const blindSpots = [
    { source: "xray", target: null, code: "ACCESS_DENIED", hint: "b" },
    { source: "metrics", target: "rest:orders/prod", code: "PARTIAL_DATA", hint: "a" },
  ];
  const one = toReport({ ...SNAPSHOT, blindSpots }, FINDINGS, "1");
  const other = toReport(
    {
      ...SNAPSHOT,
      blindSpots: blindSpots.toReversed(),
      targets: SNAPSHOT.targets.toReversed(),
      series: SNAPSHOT.series.toReversed(),
    },
    FINDINGS,
    "1",
  );
  expect(JSON.stringify(other)).toBe(JSON.stringify(one));
});
