import { expect, test } from "vitest";

import type { LintFinding, LintReport } from "../../../../src/model/lint-finding.ts";
import { renderLintJunit } from "../../../../src/report/alarms/lint/render-lint-junit.ts";
import { renderLintMarkdown } from "../../../../src/report/alarms/lint/render-lint-markdown.ts";
import { renderLintSarif } from "../../../../src/report/alarms/lint/render-lint-sarif.ts";
import { renderLintTerminal } from "../../../../src/report/alarms/lint/render-lint-terminal.ts";

const HOSTILE = "rest:a\u001B[2J|`b`<i>\u202E/prod";
const RAW = ["\u001B", "\u202E"];
const row = (metric: string, route: string | null, state: "present" | "dead" | "missing" | "unknown") => ({
  recommendation: `rest-${metric}`,
  metric,
  route,
  state,
  alarms: [],
});

const finding: LintFinding = {
  rule: "missing-recommended",
  severity: "note",
  alarm: HOSTILE,
  place: { file: "eu-west-1", line: null, id: HOSTILE },
  path: null,
  message: "None on Count.",
  fix: "Write one.",
  silenced: null,
};
const report: LintReport = {
  rules: [
    {
      id: "missing-recommended",
      severity: "note",
      title: "Not there",
      what: "It is not there.",
      why: "It would help.",
      fix: "Write one.",
    },
  ],
  findings: [finding],
  alarms: [],
  files: ["eu-west-1"],
  problems: [],
  expired: [],
  coverage: [
    {
      target: HOSTILE,
      region: "eu-west-1",
      rows: [
        row("4XXError", null, "present"),
        row("5XXError", null, "dead"),
        row("Count", null, "missing"),
        ...["GET /a", "GET /b", "PUT /a"].map((route) => row("Count", route, "missing")),
        row("Latency", "GET /a", "unknown"),
        row("Latency", "GET /b", "unknown"),
      ],
    },
  ],
  blindSpots: [{ source: "topics", target: null, code: "ACCESS_DENIED", hint: "Not \u001B[31mallowed." }],
  cost: { metricsRequested: 9, logBytesScanned: 0, tracesRetrieved: 0, usd: 0.00009, calls: { a: 4, b: 13 } },
};

test("the terminal's table says what is there and which is not, and what was not looked at", () => {
  const text = renderLintTerminal(report, { colour: false, width: 80 });
  expect(text).toMatch(/^AWS recommends +present +dead +missing +unknown$/m);
  expect(text).toMatch(/^rest:a.* +1 +1 +4 +2$/m);
  expect(text).toContain(
    "\n  dead     5XXError\n  missing  Count (the stage and 3 routes)\n  unknown  Latency (2 routes)\n",
  );
  expect(text).toMatch(/^Not looked at, so the rules that need it say nothing\n {2}topics: Not /m);
  expect(text).toContain("1 note in 0 alarms.");
  expect(text).toContain("Cost: about $0.00009 at list prices (9 metrics requested, 17 calls to AWS).");
  // What the table says is not said again.
  expect(text).not.toContain("None on Count.");
  for (const raw of RAW) expect(text).not.toContain(raw);
});

test("without a table the finding is told", () => {
  const text = renderLintTerminal({ ...report, coverage: null }, { colour: false, width: 80 });
  expect(text).toContain("None on Count.");
  expect(text).not.toContain("AWS recommends");
});

test("markdown has the table too, and nothing in it is markup", () => {
  const text = renderLintMarkdown(report);
  expect(text).toContain(
    "dead: 5XXError; missing: Count (the stage and 3 routes); unknown: Latency (2 routes) |",
  );
  expect(text).toContain("Not looked at:\n\n- topics: Not ");
  for (const raw of [...RAW, "<i>"]) expect(text).not.toContain(raw);
  expect(text).not.toContain("None on Count.");
});

test("JUnit and SARIF tell it as the stage's, since it is no alarm's", () => {
  const junit = renderLintJunit(report, "note");
  expect(junit).toContain("missing-recommended: None on Count.");
  expect(renderLintJunit(report, "warning")).not.toContain("None on Count.");
  const { runs } = JSON.parse(renderLintSarif(report, "1.2.3")) as {
    runs: { results: { ruleId: string; level: string; locations?: unknown[] }[] }[];
  };
  expect(runs[0]?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ["missing-recommended", "note"],
  ]);
});
