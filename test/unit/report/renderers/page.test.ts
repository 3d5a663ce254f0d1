import { expect, test } from "vitest";

import { RENDERERS } from "../../../../src/report/renderers/registry.ts";
import { displayWidth } from "../../../../src/report/text/width.ts";
import { toView } from "../../../../src/report/view/to-view.ts";
import { aFinding, aSeries, aSnapshot, aTarget } from "../../../support/report-fixtures.ts";

const search = { target: "http:h7k2/$default" };
const SNAPSHOT = aSnapshot({
  targets: [
    aTarget(),
    aTarget({ kind: "http", apiId: "h7k2", apiName: "search", stage: "$default" }),
    aTarget({ apiName: "Rück\u202egabe" }),
  ],
  series: [
    aSeries("Count", "Sum", [610, 620, 605, 615, 630, 625, 640, 635, 655, 645, 650, 660]),
    aSeries("4XXError", "Sum", [6, 9, 5, 8, 7, 4, 10, 11, 3, 12, 13, 2]),
    aSeries("5XXError", "Sum", [1, 0, 0, 0, 62, 58, 66, 70, 64, 72, 68, 74]),
    aSeries("Latency", "p50", [41, 42, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53]),
    aSeries("Latency", "p90", [81, 82, 83, 84, 191, 192, 193, 194, 195, 196, 197, 198]),
    aSeries("Latency", "p99", [301, 302, 303, 304, 905, 906, 907, 908, 909, 911, 912, 913]),
    aSeries("Count", "Sum", [21, null, 23, 24, null, null, 27, 28, 29, 31, 32, 33], search),
    aSeries("Latency", "p50", [14, null, 15, 16, null, null, 17, 18, 19, 22, 25, 26], search),
  ],
  blindSpots: [
    {
      source: "inventory",
      target: "http:h7k2/$default",
      code: "THROTTLED",
      hint: "The control plane was busy; routes are not known. Run again later.",
    },
  ],
});
const FINDINGS = [
  aFinding(),
  aFinding({
    id: "f-2",
    analyzer: "latency/integration-regression",
    severity: "warning",
    route: null,
    title: "Slow integration",
    startedAt: "2026-03-05T16:20:00.000Z",
    endedAt: "2026-03-05T16:52:00.000Z",
    confidence: 0.71,
  }),
];

test("the whole page, to be looked at", async () => {
  const [terminal] = RENDERERS;
  const options = { colour: false, width: 80, timeZone: "UTC", verbose: false };
  const text = terminal?.render(toView(SNAPSHOT, FINDINGS, "0.1.0"), options) ?? "";
  expect(Math.max(...text.split("\n").map(displayWidth))).toBe(80);
  await expect(text).toMatchFileSnapshot("../../../golden/report/terminal.txt");
});
