import { expect, it } from "vitest";

import { createRandom } from "../../../src/core/random.ts";
import { MINUTE_MS } from "../../../src/core/window.ts";
import { datapoints, type Series } from "../../../src/model/series.ts";
import { INCIDENTS } from "../../../src/simulate/incidents/registry.ts";
import { overlayIncident } from "../../../src/simulate/overlay.ts";
import type { StagePlan } from "../../../src/simulate/plan.ts";
import type { SimulatedRequest } from "../../../src/simulate/request.ts";
import { stageTarget } from "../../../src/simulate/stage-target.ts";
import {
  accountPlan,
  drawnRequests,
  sampledRequests,
  seriesOf,
  stagePlan,
  START_MS,
} from "./incident-fixtures.ts";

const MINUTES = 3;
const PER_MINUTE = 2_600;
/** Requests that pass real limits take longer to draw. */
const PER_MINUTE_LIMITED = 900;
const cases = INCIDENTS.filter(({ inMetrics }) => inMetrics).flatMap((incident) =>
  incident.kinds.map((kind) => ({ name: `${incident.name} on ${kind}`, incident, kind })),
);

/** Over all periods: the sum of counts, the mean of everything else. */
function whole(series: Series): number | undefined {
  const points = datapoints(series);
  if (points.length === 0) return undefined;
  const sum = points.reduce((total, { value }) => total + value, 0);
  return series.stat === "Sum" || series.stat === "SampleCount" ? sum : sum / points.length;
}

function nameOf({ route, metric, stat }: Series): string {
  return `${route ?? "stage"} ${metric} ${stat}`;
}

const normals = new Map<string, SimulatedRequest[]>();
function normalRequests(stage: StagePlan): SimulatedRequest[] {
  const key = `${stage.kind} ${stage.traffic.requestsPerMinute}`;
  const plan = accountPlan(stage);
  const requests = normals.get(key) ?? sampledRequests(plan, MINUTES, createRandom(31));
  normals.set(key, requests);
  return requests;
}

it.each(cases)("moves recorded datapoints as it moves requests: $name", ({ incident, kind }) => {
  const stage = stagePlan(kind, incident.limits === undefined ? PER_MINUTE : PER_MINUTE_LIMITED);
  const target = stageTarget(accountPlan(stage), stage);
  const placed = { route: null, startMs: START_MS, endMs: START_MS + MINUTES * MINUTE_MS };
  const planned = { name: incident.name, target: target.id, ...placed };
  const normal = normalRequests(stage);
  // Limits need real buckets, and so real requests.
  const draw = incident.limits === undefined ? sampledRequests : drawnRequests;
  const truth = draw(accountPlan(stage, [planned]), MINUTES, createRandom(77));
  const scopes = [null, ...stage.routes.map(({ key }) => key)];
  const everything = seriesOf(normal, kind, target.id, scopes);
  const expected = new Map(
    seriesOf(truth, kind, target.id, scopes).map((series) => [nameOf(series), series]),
  );
  const sampleSize = (key: string | null) =>
    truth.filter(({ route }) => key === null || route === key).length;
  const problems: string[] = [];
  for (const withRoutes of [false, true]) {
    const recorded = everything.filter(({ route }) => withRoutes || route === null);
    const overlaid = overlayIncident(recorded, target, incident, placed, createRandom(5));
    expect(overlaid).toHaveLength(recorded.length);
    expect(overlaid.some((series, index) => series !== recorded[index])).toBe(true);
    for (const series of overlaid) {
      const is = whole(series);
      const should = whole(expected.get(nameOf(series))!);
      const problem = disagreement(series, is, should, sampleSize(series.route));
      const scope = withRoutes ? "with routes" : "stage alone";
      if (problem !== "") problems.push(`${scope}, ${nameOf(series)}: overlaid ${is}, drawn ${should}`);
    }
  }
  expect(problems).toEqual([]);
});

/**
 * Empty where both lie within sampling error of each other, and of what a few quantiles leave open.
 *
 * @param size how many requests were drawn
 */
function disagreement(
  { stat, metric }: Series,
  is: number | undefined,
  should: number | undefined,
  size: number,
): string {
  if (is === undefined || should === undefined) return is === should ? "" : "one is missing";
  // What an error weighs is not recorded: requests are taken to weigh what they did.
  if (metric === "DataProcessed") return "";
  if (stat === "Sum" || stat === "SampleCount") {
    return Math.abs(is - should) <= 5 * Math.sqrt(is + should + 4) + 0.03 * should ? "" : "count";
  }
  if (stat === "Minimum" || stat === "Maximum") return is > 0 ? "" : "extreme";
  if (/[Ee]rror|[45]xx|Hit|Miss/.test(metric)) {
    const deviation = Math.sqrt((2 * Math.max(should, 0.01)) / Math.max(1, size));
    return Math.abs(is - should) < 0.01 + 5 * deviation ? "" : "ratio";
  }
  // A p99 of few requests is the one or the other of their slowest.
  if (stat === "p99" && size < 1_000) return "";
  // One timeout more or less is felt in an average for long.
  const timeouts = metric.includes("Latency") && stat === "Average" && should > 600 ? 0.3 : 0;
  // What the gateway's own time is made of is not recorded: a request that is turned away early may take a few
  // milliseconds more or less than the overlay has it.
  const few = 5 / Math.sqrt(size);
  const tolerance = { p50: 0.1, p90: 0.1 + few, p99: 0.2 + few, Average: 0.1 + timeouts }[stat] ?? 0;
  return Math.abs(is - should) <= tolerance * should + 6 ? "" : "latency";
}
