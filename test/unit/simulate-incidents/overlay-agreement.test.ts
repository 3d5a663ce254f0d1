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
const PER_MINUTE = 1_800;
/** Requests that pass real limits take longer to draw. */
const PER_MINUTE_LIMITED = 700;
/** A usual run lays every incident on one flavour, the flavours in turn; where GATEWATCH_JUDGE_ALL is set, on all that it has. */
const isAll = process.env["GATEWATCH_JUDGE_ALL"] !== undefined;
const cases = INCIDENTS.filter(({ inMetrics }) => inMetrics).flatMap((incident, index) =>
  incident.kinds
    .filter((_, at) => isAll || at === index % incident.kinds.length)
    .map((kind) => ({ name: `${incident.name} on ${kind}`, incident, kind })),
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

it("covers every flavour", () => {
  expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(["rest", "http", "websocket"]));
});

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
  const drawnIn = new Map(
    scopes.map((key) => [key, drawnOf(truth.filter(({ route }) => key === null || route === key))]),
  );
  const before = new Map(
    scopes.map((key) => [key, normal.filter(({ route }) => key === null || route === key).length]),
  );
  const problems: string[] = [];
  for (const withRoutes of [false, true]) {
    const recorded = everything.filter(({ route }) => withRoutes || route === null);
    const overlaid = overlayIncident(recorded, target, incident, placed, createRandom(5));
    expect(overlaid).toHaveLength(recorded.length);
    expect(overlaid.some((series, index) => series !== recorded[index])).toBe(true);
    for (const series of overlaid) {
      const is = whole(series);
      const should = whole(expected.get(nameOf(series))!);
      const drawn = drawnIn.get(series.route)!;
      const problem = disagreement(series, is, should, drawn, drawn.requests / before.get(series.route)!);
      const scope = withRoutes ? "with routes" : "stage alone";
      if (problem !== "") problems.push(`${scope}, ${nameOf(series)}: overlaid ${is}, drawn ${should}`);
    }
  }
  expect(problems).toEqual([]);
});

/** What was drawn for a route or for the whole stage, with its latencies ascending. */
interface Drawn {
  readonly requests: number;
  readonly latency: readonly number[];
  readonly integrationLatency: readonly number[];
}

function drawnOf(requests: readonly SimulatedRequest[]): Drawn {
  const ascending = (values: number[]) => values.sort((left, right) => left - right);
  return {
    requests: requests.length,
    latency: ascending(requests.map(({ latencyMs }) => latencyMs)),
    integrationLatency: ascending(requests.flatMap(({ integrationLatencyMs }) => integrationLatencyMs ?? [])),
  };
}

/**
 * Empty where both lie within sampling error of each other, and of what a few quantiles leave open.
 *
 * @param growth factor on traffic: where requests multiply, the chance in their recorded number does too
 */
function disagreement(
  { stat, metric }: Series,
  is: number | undefined,
  should: number | undefined,
  drawn: Drawn,
  growth: number,
): string {
  if (is === undefined || should === undefined) return is === should ? "" : "one is missing";
  // What an error weighs is not recorded: requests are taken to weigh what they did.
  if (metric === "DataProcessed") return "";
  if (stat === "Sum" || stat === "SampleCount") {
    const error = Math.sqrt((is + should + 4) * Math.max(1, growth));
    return Math.abs(is - should) <= 5 * error + 0.03 * should ? "" : "count";
  }
  if (stat === "Minimum" || stat === "Maximum") return is > 0 ? "" : "extreme";
  if (!metric.endsWith("Latency")) {
    const deviation = Math.sqrt((2 * Math.max(should, 0.01)) / Math.max(1, drawn.requests));
    return Math.abs(is - should) < 0.01 + 5 * deviation ? "" : "ratio";
  }
  const latencies = metric === "Latency" ? drawn.latency : drawn.integrationLatency;
  // The p99 of few is the slowest of them.
  if (stat === "p99" && latencies.length < 100 * MINUTES) return "";
  const [low, high] = plausibleRange(stat, should, latencies);
  // Besides, what the gateway's own time is made of is not recorded: a request that is turned away early may take
  // a few milliseconds more or less than the overlay has it.
  const slack = stat === "p99" ? 0.2 : 0.1;
  return is >= low * (1 - slack) - 6 && is <= high * (1 + slack) + 6 ? "" : "latency";
}

/** What another draw of the same requests could have shown: four standard errors to either side. */
function plausibleRange(
  stat: string,
  should: number,
  sorted: readonly number[],
): [low: number, high: number] {
  if (stat === "Average") {
    const variance = sorted.reduce((sum, value) => sum + (value - should) ** 2, 0) / sorted.length;
    const error = 4 * Math.sqrt((2 * variance) / sorted.length);
    return [should - error, should + error];
  }
  const q = Number(stat.slice(1)) / 100;
  const error = 4 * Math.sqrt((q * (1 - q)) / (sorted.length / MINUTES));
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * sorted.length)))] ?? Number.NaN;
  return [Math.min(should, at(q - error)), Math.max(should, at(q + error))];
}
