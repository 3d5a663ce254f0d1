import { describe, expect, it } from "vitest";

import { renderLogTerminal } from "../../../../src/report/logs/render-log-terminal.ts";
import { displayWidth } from "../../../../src/report/text/width.ts";
import { logGroup, logMinute, logReport } from "./log-report-fixture.ts";

const minutes = Array.from({ length: 500 }, (_, at) =>
  logMinute(new Date(Date.parse("2026-11-22T06:00:00Z") + at * 60_000).toISOString()),
);

describe("renderLogTerminal", () => {
  it.each([80, 120])("fits %d columns", (width) => {
    const page = renderLogTerminal(logReport({ minutes }), { colour: false, width });
    const lines = page.split("\n");
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    expect(page).not.toContain("\u001b");
  });

  it("splits latency in two percentiles each where there is room, and in one where not", () => {
    const wide = renderLogTerminal(logReport(), { colour: false, width: 120 });
    expect(wide).toMatch(/TOTAL +INTEGRATION +GATEWAY\nROUTE +REQS .* P50 +P99 +P50 +P99 +P50 +P99\n/);
    expect(wide).toMatch(
      /POST \/orders +1\.23k +1\.4% +3\.3% +0\.41% +61ms +1870ms +52ms +1850ms +8ms +23ms\n/,
    );
    const narrow = renderLogTerminal(logReport(), { colour: false, width: 80 });
    expect(narrow).toMatch(/POST \/orders +1\.23k +1\.4% +3\.3% +0\.41% +61ms +1870ms +1850ms +23ms\n/);
  });

  it("charts each row to its own height, with gaps and the times at its ends", () => {
    const page = renderLogTerminal(logReport(), { colour: false, width: 80 });
    expect(page).toContain("requests   ▆ █  most 37 in 1 min");
    expect(page).toContain("throttled  ▁ █  most 1 in 1 min");
    expect(page).toContain("worst p99  ▄ █  most 1990ms");
    const long = renderLogTerminal(logReport({ minutes }), { colour: false, width: 80 });
    expect(long).toMatch(/\n {11}06:00 +14:20\n/);
    expect(long).not.toContain("throttled  ▁");
  });

  it("marks what is bounded, and shows unread lines without what a terminal would obey", () => {
    const page = renderLogTerminal(logReport({ unparsedSamples: ["a\u001b]0;b\u0007", "x".repeat(300)] }), {
      colour: true,
      width: 80,
    });
    expect(page).toMatch(/198\.51\.100\.4 +~534/);
    expect(page).toContain(String.raw`unread: a\x1b]0;b\x07`);
    expect(page).not.toContain("\u0007");
    expect(page).not.toContain("x".repeat(71));
    expect(page).toContain("Lines that could not be read as requests: 7.");
  });

  it("gives a name that is too long a line of its own", () => {
    const route = `GET /${"very/".repeat(20)}long`;
    const page = renderLogTerminal(logReport({ groups: [logGroup({ route })] }), {
      colour: false,
      width: 80,
    });
    expect(page).toMatch(new RegExp(`${route}\n +1\\.23k`));
  });
});
