import { describe, expect, test } from "vitest";

import { logQuestions } from "../../../src/analyzers/log-questions.ts";
import { MINUTE_MS } from "../../../src/core/window.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { Target } from "../../../src/model/target.ts";
import { stageTarget } from "../../../src/simulate/stage-target.ts";
import { aFinding, aSnapshot, aTarget, END_MS } from "../../support/report-fixtures.ts";
import { simulatePlan, simulateStage } from "../../support/simulate-plan.ts";

const LOG = {
  destinationArn: "arn:aws:logs:eu-west-1:123456789012:log-group:orders",
  format: "$context.status",
};
const target = withLog(aTarget(), LOG);
const snapshot = aSnapshot({
  targets: [target],
  window: { startMs: END_MS - 180 * MINUTE_MS, endMs: END_MS },
  baseline: { startMs: END_MS - 2_000 * MINUTE_MS, endMs: END_MS - 180 * MINUTE_MS },
  settledMs: END_MS - 2 * MINUTE_MS,
});

function withLog(of: Target, accessLog: typeof LOG | null): Target {
  const stage = simulateStage({});
  const { configuration } = stageTarget(simulatePlan([stage]), stage);
  return { ...of, configuration: configuration && { ...configuration, accessLog } };
}

/** Minutes before the end. */
function finding(
  from: number,
  until: number | null,
  requests = 90_000,
  change: Partial<Finding> = {},
): Finding {
  return aFinding({
    target: target.id,
    startedAt: new Date(END_MS - from * MINUTE_MS).toISOString(),
    endedAt: until === null ? null : new Date(END_MS - until * MINUTE_MS).toISOString(),
    impact: { requests: requests / 4, share: 0.25 },
    ...change,
  });
}

function asked(...findings: Finding[]): (readonly [number, number])[] {
  return logQuestions(snapshot, findings).questions.map(({ window }) => [
    (END_MS - window.startMs) / MINUTE_MS,
    (END_MS - window.endMs) / MINUTE_MS,
  ]);
}

describe("what is asked of an access log", () => {
  test("a long incident: its beginning, its latest final minutes, and as much before it", () => {
    expect(asked(finding(71, null))).toEqual([
      [86, 76],
      [71, 66],
      [7, 2],
    ]);
  });

  test("a short incident is read whole, and so is one of few requests", () => {
    expect(asked(finding(40, 33))).toEqual([
      [52, 45],
      [40, 33],
    ]);
    expect(asked(finding(70, 10, 1_200))).toEqual([
      [135, 75],
      [70, 10],
    ]);
  });

  test("the quiet span lies in no other incident of the target", () => {
    expect(asked(finding(40, 33), finding(60, 43))).toEqual([
      [75, 65],
      [60, 55],
      [48, 43],
      [40, 33],
    ]);
  });

  test("no span reaches over an edge of a finding, and none overlaps another", () => {
    const spans = asked(finding(50, 20), finding(47, 18), finding(44, null));
    const edges = [50, 20, 47, 18, 44];
    expect(spans.length).toBeGreaterThan(5);
    spans.forEach(([from, until], index) => {
      expect(edges.filter((edge) => edge < from && edge > until)).toEqual([]);
      expect(from).toBeGreaterThan(until);
      expect(until).toBeGreaterThanOrEqual(2);
      expect(from).toBeLessThanOrEqual(spans[index - 1]?.[1] ?? Infinity);
    });
  });

  test("nothing before the data begin", () => {
    const early = {
      ...snapshot,
      baseline: { startMs: END_MS - 83 * MINUTE_MS, endMs: END_MS - 83 * MINUTE_MS },
    };
    const young = { ...early, window: { startMs: END_MS - 83 * MINUTE_MS, endMs: END_MS } };
    const [quiet] = logQuestions(young, [finding(71, null)]).questions;
    expect(quiet?.window).toEqual({ startMs: END_MS - 83 * MINUTE_MS, endMs: END_MS - 76 * MINUTE_MS });
  });
});

test("a target whose log cannot be asked is one blind spot, however many findings it has", () => {
  const mute = { ...snapshot, targets: [withLog(aTarget(), null)] };
  const found = logQuestions(mute, [finding(40, 33), finding(20, null)]);
  expect(found.questions).toEqual([]);
  expect(found.blindSpots.map(({ code, target: of }) => [code, of])).toEqual([["NO_ACCESS_LOG", target.id]]);
  const unread = { ...snapshot, targets: [{ ...aTarget(), configuration: null }] };
  expect(logQuestions(unread, [finding(40, 33)]).blindSpots.map(({ code }) => code)).toEqual([
    "NO_CONFIGURATION",
  ]);
  expect(logQuestions(snapshot, [])).toEqual({ questions: [], blindSpots: [] });
});

test("of many targets the worst are asked, and it is said", () => {
  const targets = Array.from({ length: 23 }, (_, index) => ({ ...target, id: `rest:api-${index}/prod` }));
  const findings = targets.map(({ id }) => finding(40, 33, 90_000, { target: id }));
  const { questions, blindSpots } = logQuestions({ ...snapshot, targets }, findings);
  expect([...new Set(questions.map((one) => one.target.id))]).toEqual(
    targets.slice(0, 20).map(({ id }) => id),
  );
  expect(blindSpots).toHaveLength(1);
  expect(blindSpots[0]?.hint).toMatch(/^23 targets .* 20 worst/);
});
