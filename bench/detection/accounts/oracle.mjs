// Whether an incident can be known from the datapoints by somebody who knows everything: the true usual rates, where it
// began and how much it changed. What even such an oracle could not tell from chance is nobody's miss.
//
//   counts    log-likelihood ratio of what came under the incident's own share against the usual one >= 14, and at least
//             three errors
//   traffic   the same for numbers of requests
//   latency   a shift of a percentile or mean by at least three times the noise of block medians (half an hour each, in
//             the quiet past) over 15 minutes or more, and by what is worth a report: 25 % and 5 ms. That is the plain
//             definition. Where single points of the quiet past lie as far above its middle more often than a normal
//             noise exceeds three of its standard deviations, the raised points must tell as well: a log-likelihood
//             ratio >= 14 above the line that tells most, against the past's own share of points there
import { metricFact } from "../../../dist/catalog/metrics.js";
import { median } from "../../../dist/core/stats/quantile.js";
import { DEFAULT_SETTINGS } from "../../../dist/model/config.js";
import { valuesOf } from "./read-account.mjs";

const MINUTE_MS = 60_000;
const LEAST_NATS = 14;
const LEAST_ERRORS = 3;
const BLOCK_MS = 30 * MINUTE_MS;
const LEAST_POINTS = 60;
const NOISES = 3;
const LEAST_NOISE = 0.01;
/** How often a normal noise exceeds three of its standard deviations. */
const THREE_SIGMA = 0.00135;
/** A quarter of an hour of five-minute points. */
const LASTING_POINTS = 3;
const MOSTLY = 0.75;
/** Twice the usual traffic: less is a good day. */
const LEAST_SURGE = 2;

/**
 * From when an incident shows; `plainMs` by the plain definition, which is another one for latencies alone. Null where it
 * can never be known.
 *
 * @param trial {family, kind, route, startMs, endMs, magnitude, past, quiet, drawn, usual, ratesOf}: the answers of the
 *   quiet past, of the quiet twin and of the incident; `usual` the true usual shares; `rateAt` the true usual traffic.
 */
export function knowableFrom(trial) {
  if (trial.family === "latency") return shiftedFrom(trial);
  const nats = { server: shareNats, client: shareNats, cache: cacheNats, drop: dropNats, surge: surgeNats };
  const fromMs = nats[trial.family](trial) >= LEAST_NATS ? trial.firstEffectMs : null;
  return { fromMs, plainMs: fromMs };
}

const ERROR_MEASURES = {
  rest: { server: ["serverErrors"], client: ["clientErrors"], whole: ["requests"] },
  http: { server: ["serverErrors"], client: ["clientErrors"], whole: ["requests"] },
  websocket: {
    server: ["executionErrors", "integrationErrors"],
    client: ["clientErrors"],
    whole: ["messages", "connects"],
  },
};

function shareNats(trial) {
  const measures = ERROR_MEASURES[trial.kind];
  return Math.max(
    0,
    ...measures[trial.family].map((part) => {
      const errors = total(trial, [part]);
      const requests = Math.max(errors, total(trial, measures.whole));
      if (errors < LEAST_ERRORS) return 0;
      return ratioNats(errors, requests, trial.usual[trial.family]);
    }),
  );
}

function cacheNats(trial) {
  const misses = total(trial, ["cacheMisses"]);
  const all = misses + total(trial, ["cacheHits"]);
  if (all === 0 || misses / all < trial.usual.misses + DEFAULT_SETTINGS.minCacheHitRatioDrop) return 0;
  return ratioNats(misses, all, trial.usual.misses);
}

function ratioNats(part, whole, usual) {
  const share = Math.min(1 - 1e-9, part / Math.max(1, whole));
  const rise = Math.max(DEFAULT_SETTINGS.minErrorRatioRise, 0);
  // The owner does not want to hear of less.
  if (share < usual + rise) return 0;
  return part * Math.log(share / usual) + (whole - part) * Math.log((1 - share) / (1 - usual));
}

function dropNats(trial) {
  if (trial.magnitude < DEFAULT_SETTINGS.minTrafficDrop) return 0;
  const came = total(trial, ["requests", "messages", "connects"]);
  const left = Math.max(1e-9, 1 - trial.magnitude);
  return (came === 0 ? 0 : came * Math.log(left)) + expected(trial, 1) * (1 - left);
}

function surgeNats(trial) {
  const { measures, share, factor } = trial.surge;
  if (factor < LEAST_SURGE) return 0;
  return total(trial, measures) * Math.log(factor) - expected(trial, share) * (factor - 1);
}

function expected({ rateAt, startMs, endMs }, share) {
  let sum = 0;
  for (let timeMs = startMs; timeMs < endMs; timeMs += MINUTE_MS) sum += rateAt(timeMs) * share;
  return sum;
}

function total({ kind, route, drawn, startMs, endMs }, measures) {
  let sum = 0;
  for (const measure of measures) {
    const metric = metricFact(kind, measure)?.metric;
    const values = valuesOf(drawn, { metric, stat: "Sum", periodSeconds: 60, route });
    for (const [timeMs, value] of values) if (timeMs >= startMs && timeMs < endMs) sum += value;
  }
  return sum;
}

function shiftedFrom(trial) {
  const found = ["latency", "integrationLatency", "overhead"].flatMap((side) =>
    (side === "overhead" ? ["Average"] : ["p50", "p90", "p99"]).map((stat) => shiftOf(trial, side, stat)),
  );
  // The first raised point is of five minutes, and may have begun before the incident did.
  const first = (times) => {
    const known = times.filter((timeMs) => timeMs !== null);
    return known.length === 0 ? null : Math.max(trial.firstEffectMs, Math.min(...known));
  };
  return {
    fromMs: first(found.map(({ fromMs }) => fromMs)),
    plainMs: first(found.map(({ plainMs }) => plainMs)),
  };
}

/** The time of the first shifted point, or null: of what is told, and by the plain definition. */
function shiftOf(trial, side, stat) {
  const { startMs, endMs } = trial;
  const before = logsOf(trial, trial.past, side, stat, -Infinity, startMs);
  if (before.size < LEAST_POINTS) return { fromMs: null, plainMs: null };
  const noise = noiseOf(before);
  const usual = logsOf(trial, trial.quiet, side, stat, startMs, endMs);
  const now = logsOf(trial, trial.drawn, side, stat, startMs, endMs);
  const level = median(Float64Array.from(usual.size === 0 ? before.values() : usual.values()));
  const least = Math.max(
    NOISES * noise,
    Math.log1p(DEFAULT_SETTINGS.minLatencyRise),
    Math.log1p(DEFAULT_SETTINGS.minLatencyRiseMs / Math.exp(level)),
  );
  const middle = median(Float64Array.from(before.values()));
  const deviations = [...before.values()].map((value) => value - middle);
  const isRare = beyond(deviations, least) <= THREE_SIGMA * deviations.length;
  const points = [...now].map(([timeMs, value]) => ({
    timeMs,
    isRaised: value - (usual.get(timeMs) ?? level) >= least,
    above: value - level,
  }));
  let plainMs = null;
  // A ramp is raised late: what counts is the stretch from there to the end.
  for (const [index, { timeMs, isRaised }] of points.entries()) {
    const rest = points.slice(index);
    const raised = rest.filter((point) => point.isRaised).length;
    if (raised < LASTING_POINTS) break;
    if (!isRaised || raised < MOSTLY * rest.length) continue;
    plainMs ??= timeMs;
    const above = rest.map((point) => point.above);
    if (isRare || mostNats(above, least, deviations) >= LEAST_NATS) return { fromMs: timeMs, plainMs };
  }
  return { fromMs: null, plainMs };
}

/** What the line, at `least` or higher, that tells most says: so many points lie above it, against those that usually do. */
function mostNats(points, least, usual) {
  const nats = points.map((line) => {
    const high = points.filter((point) => point >= line).length;
    if (line < least || high < LASTING_POINTS) return 0;
    const share = high / points.length;
    const chance = chanceOf(usual, line);
    if (share <= chance) return 0;
    const others = points.length - high;
    const ofOthers = others === 0 ? 0 : others * Math.log((1 - share) / (1 - chance));
    return high * Math.log(share / chance) + ofOthers;
  });
  return Math.max(0, ...nats);
}

/** How often a point of the quiet past is that far above its middle; never 0, as the past is short. */
function chanceOf(deviations, least) {
  return (beyond(deviations, least) + 1) / (deviations.length + 2);
}

function beyond(deviations, least) {
  return deviations.filter((deviation) => deviation >= least).length;
}

function logsOf({ kind, route }, answers, side, stat, startMs, endMs) {
  const read = (measure) =>
    valuesOf(answers, { metric: metricFact(kind, measure)?.metric, stat, periodSeconds: 300, route });
  const whole = read(side === "overhead" ? "latency" : side);
  const integration = side === "overhead" ? read("integrationLatency") : null;
  const logs = new Map();
  for (const [timeMs, value] of whole) {
    if (timeMs < startMs || timeMs >= endMs) continue;
    const own = integration === null ? value : value - (integration.get(timeMs) ?? Number.NaN);
    if (own > 0) logs.set(timeMs, Math.log(own));
  }
  return logs;
}

/** 1.4826 times the median deviation of the medians of half hours, as many points as they hold. */
function noiseOf(logs) {
  const blocks = new Map();
  for (const [timeMs, value] of logs) {
    const block = Math.floor(timeMs / BLOCK_MS);
    blocks.set(block, [...(blocks.get(block) ?? []), value]);
  }
  const medians = [...blocks.values()].map((values) => median(Float64Array.from(values)));
  const middle = median(Float64Array.from(medians));
  const spread = median(Float64Array.from(medians, (value) => Math.abs(value - middle)));
  return Math.max(LEAST_NOISE, 1.4826 * spread);
}
