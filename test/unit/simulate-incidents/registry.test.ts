import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { responseTypeFact } from "../../../src/catalog/response-types.ts";
import { ToolError } from "../../../src/core/errors.ts";
import type { Behaviour, LatencyModel } from "../../../src/simulate/behaviour.ts";
import { createStageModel } from "../../../src/simulate/behaviour-at.ts";
import { findIncident, INCIDENTS } from "../../../src/simulate/incidents/registry.ts";
import { accountPlan, contextOf, stagePlan, START_MS } from "./incident-fixtures.ts";

const FOLDER = new URL("../../../src/simulate/incidents/", import.meta.url);
const HELPERS = ["lowered-limit.ts", "registry.ts", "remember.ts", "reshape.ts"];

function behaviours(kind: "rest" | "http" | "websocket"): {
  stage: ReturnType<typeof stagePlan>;
  each: [number, Behaviour][];
} {
  const stage = stagePlan(kind, 1_700);
  const model = createStageModel(accountPlan(stage), stage);
  return { stage, each: stage.routes.map((route, index) => [index, model.normalAt(route, START_MS)]) };
}

/** The magnitude that changes nothing, by its own words. */
function nothing(meaning: string): number {
  return /\bfactor\b/.test(meaning) ? 1 : 0;
}

function modelsOf({ outcomes }: Behaviour): LatencyModel[] {
  return outcomes
    .flatMap(({ integrationLatency, overhead }) => [
      integrationLatency,
      overhead.waf,
      overhead.authorizer,
      overhead.gateway,
    ])
    .filter((model) => model !== null);
}

it("holds one file for each incident, and no other", () => {
  const files = readdirSync(FOLDER).filter((file) => !HELPERS.includes(file));
  expect(INCIDENTS.length).toBeGreaterThan(20);
  expect(files.toSorted()).toEqual(INCIDENTS.map(({ name }) => `${name}.ts`).toSorted());
  expect(new Set(INCIDENTS.map(({ title }) => title)).size).toBe(INCIDENTS.length);
});

it("names the nearest incident where there is none of that name", () => {
  expect(findIncident("traffic-drop").title).toBe("Requests no longer arrive");
  let thrown: unknown;
  try {
    findIncident("trafic-drop");
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ToolError);
  expect(thrown).toHaveProperty("code", "E_USAGE");
  expect(thrown).toHaveProperty("hint", expect.stringContaining('Did you mean "traffic-drop"?'));
});

describe.each(INCIDENTS)("$name", (incident) => {
  it("says what happens, what its magnitude means and what would change nothing", () => {
    expect(incident.title.length).toBeGreaterThan(15);
    expect(incident.title).not.toMatch(/\.$/);
    expect(incident.magnitude.meaning.length).toBeGreaterThan(15);
    expect(incident.magnitude.default).not.toBe(nothing(incident.magnitude.meaning));
    expect(incident.kinds.length).toBeGreaterThan(0);
  });

  it.each(incident.kinds)("changes a %s stage, and what it makes of it is a behaviour", (kind) => {
    const { stage, each } = behaviours(kind);
    const wrong: unknown[] = [];
    let changed = 0;
    for (const [index, normal] of each) {
      const before = structuredClone(normal);
      const context = contextOf(stage, incident, stage.routes[index]);
      const after = incident.apply(normal, context);
      expect(normal, "an incident must not change what it is given").toEqual(before);
      if (after !== normal) changed += 1;
      const total = after.outcomes.reduce((sum, { share }) => sum + share, 0);
      expect(total).toBeCloseTo(1, 9);
      expect(after.requestsPerMinute).toBeGreaterThanOrEqual(0);
      for (const { share, status, responseType } of after.outcomes) {
        if (!(share >= 0) || status < 200 || status >= 600) wrong.push({ share, status });
        if (responseType !== null && responseTypeFact(responseType)?.type !== responseType)
          wrong.push(responseType);
      }
      for (const model of modelsOf(after)) {
        const weights = model.parts.reduce((sum, { weight }) => sum + weight, 0);
        const isPossible = model.parts.every(
          ({ medianMs, sigma, weight }) => medianMs > 0 && sigma >= 0 && weight > 0,
        );
        if (!isPossible || !(Math.abs(weights - 1) < 5e-10)) wrong.push(model);
      }
      // The same question has the same answer, and the same latency objects, by which tables are kept.
      expect(incident.apply(normal, context)).toEqual(after);
      const again = new Set(modelsOf(incident.apply(normal, context)));
      expect(modelsOf(after).filter((model) => !again.has(model))).toEqual([]);
    }
    expect(wrong).toEqual([]);
    const context = contextOf(stage, incident);
    const limits = incident.limits?.(stage.limits, context) ?? stage.limits;
    if (limits !== stage.limits) changed += 1;
    expect(changed).toBeGreaterThan(0);
  });

  it.each(incident.kinds)("changes nothing of a %s stage at a magnitude of nothing", (kind) => {
    const { stage, each } = behaviours(kind);
    for (const [index, normal] of each) {
      const context = {
        ...contextOf(stage, incident, stage.routes[index]),
        magnitude: nothing(incident.magnitude.meaning),
      };
      expect(incident.apply(normal, context)).toBe(normal);
      expect(incident.limits?.(stage.limits, context) ?? stage.limits).toBe(stage.limits);
    }
  });
});

describe("docs/incidents.md", () => {
  it("has the row of every incident, as the catalogue says it", () => {
    const page = readFileSync(new URL("../../../docs/incidents.md", import.meta.url), "utf8");
    const rows = page.split("\n").filter((line) => line.startsWith("| `"));
    const cells = (line: string) => line.split("|").map((cell) => cell.trim());
    const expected = INCIDENTS.map(({ name, title, kinds, magnitude, cause, shouldPage, inMetrics }) => [
      "",
      `\`${name}\``,
      title,
      kinds.map((kind) => ({ rest: "REST", http: "HTTP", websocket: "WebSocket" })[kind]).join(", "),
      `${magnitude.meaning} (${magnitude.default})`,
      cause,
      shouldPage ? "yes" : "no",
      inMetrics ? "yes" : "no",
      "",
    ]);
    expect(rows.map(cells)).toEqual(expected);
  });
});
