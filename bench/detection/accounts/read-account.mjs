// What a run would read of a simulated account, for several window ends at once. The quiet past of a host is drawn once,
// and every incident on it brings only the hours since its onset.
import { planMetrics } from "../../../dist/collectors/plan-metrics.js";
import { toRuns } from "../../../dist/model/series.js";
import { NO_COST } from "../../../dist/model/snapshot.js";

/** Every question that the collector would ask over these spans, answered: [query, points]. */
export function readQuestions(account, baseline, window) {
  const listed = account.metrics();
  const { queries } = planMetrics({
    targets: account.targets,
    listed,
    window,
    baseline,
    nowMs: window.endMs,
  });
  return queries.map((query) => ({ query, points: pointsOf(account, query, query) }));
}

/** The same questions, where from `fromMs` on another account answers. */
export function readOn(past, account, fromMs, endMs) {
  return past.map(({ query, points }) => ({
    query,
    points: [
      ...points.filter(({ timeMs }) => timeMs < fromMs),
      ...pointsOf(account, query, { startMs: fromMs, endMs }),
    ],
  }));
}

export function snapshotOf(account, answers, baseline, window) {
  return {
    schemaVersion: 1,
    origin: "demo",
    window,
    baseline,
    settledMs: window.endMs,
    targets: account.targets,
    series: answers.map(({ query: { target, route, key, stat, periodSeconds }, points }) => ({
      target,
      route,
      ...key,
      stat,
      periodSeconds,
      runs: toRuns(points, periodSeconds),
    })),
    logs: [],
    blindSpots: [],
    cost: NO_COST,
  };
}

/**
 * Takes single minutes out of every series at once, as where a datapoint never arrived.
 *
 * @param isLost of the time of a minute.
 */
export function withGaps(answers, isLost) {
  return answers.map(({ query, points }) => ({
    query,
    points: query.periodSeconds > 60 ? points : points.filter(({ timeMs }) => !isLost(timeMs)),
  }));
}

function pointsOf(account, { key, stat, periodSeconds }, { startMs, endMs }) {
  return account.query(key, stat, periodSeconds, { startMs, endMs });
}

/** One series as a map from time to value; empty where it was not asked for. */
export function valuesOf(answers, { metric, stat, periodSeconds, route }) {
  const found = answers.find(
    ({ query }) =>
      query.key.metric === metric &&
      query.stat === stat &&
      query.periodSeconds === periodSeconds &&
      query.route === route,
  );
  return new Map((found?.points ?? []).map(({ timeMs, value }) => [timeMs, value]));
}
