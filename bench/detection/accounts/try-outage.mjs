// One total outage of a stage with hardly any traffic: whether three hours can tell it, and after how long it is told.
//
//   silent    no request arrives
//   failing   every request that reaches a function fails (5XX)
//   refused   every request is refused (4XX); a REST or HTTP API's alone
import { CLIENT, SERVER, TRAFFIC } from "./cases.mjs";
import { createAccount } from "../../../dist/simulate/create-account.js";
import { createStageModel, stageTargetId } from "../../../dist/simulate/behaviour-at.js";
import { metricFact } from "../../../dist/catalog/metrics.js";
import { createRandom } from "../../../dist/core/random.js";
import { BASELINE_MS, WINDOW_MS } from "./host.mjs";
import { hostStage } from "./hosts.mjs";
import { readOn, readQuestions, snapshotOf, valuesOf } from "./read-account.mjs";
import { lookAt } from "./try-incident.mjs";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** A Monday, 00:00 UTC: a week of learning, the week of the outages. */
const MONDAY_MS = Date.UTC(2026, 10, 9);
/** Minutes of data since the outage began after which a report is made. */
const LOOKS = [30, 60, 90, 120, 150, 180];
/** As the oracle of all incidents has it. */
const LEAST_ERRORS = 3;
const LEAST_NATS = 14;
/** Requests that the plan's own share counts for beside what was drawn. */
const PLAN_WEIGHT = 1_000;
const INCIDENT = { silent: "traffic-drop", failing: "lambda-permission-removed" };
const TOLD_BY = { silent: TRAFFIC, failing: SERVER, refused: CLIENT };

/**
 * @param times how many outages of each sort, each at a minute of its own of the same week.
 * @returns {sort, kind, seed, due, isDecidable, delayMinutes} each; `due` the requests to be expected in three hours.
 */
export function tryOutages({ kind, level, seed, times }) {
  const random = createRandom(seed).fork(`outages ${kind}`);
  const endMs = MONDAY_MS + 7 * DAY_MS + WINDOW_MS;
  const stage = hostStage(kind, level, seed, endMs, []);
  const planOf = (incidents) => ({
    seed,
    accountId: "123456789012",
    region: "eu-west-1",
    nowMs: endMs,
    stages: [stage],
    incidents,
  });
  const account = createAccount(planOf([]));
  const baseline = { startMs: MONDAY_MS - BASELINE_MS - WINDOW_MS, endMs: MONDAY_MS - WINDOW_MS };
  const quiet = readQuestions(account, baseline, { startMs: baseline.endMs, endMs });
  const model = createStageModel(planOf([]), stage);
  const sorts = stage.kind === "websocket" ? ["silent", "failing"] : ["silent", "failing", "refused"];
  return sorts.flatMap((sort) =>
    Array.from({ length: times }, () => {
      const startMs = MONDAY_MS + Math.floor(random.next() * 7 * 1_440) * MINUTE_MS;
      const untilMs = startMs + WINDOW_MS;
      const drawn = readOn(quiet, failingAccount(sort, stage, planOf, startMs, untilMs), startMs, untilMs);
      const answers = sort === "refused" ? refused(stage.kind, drawn, startMs) : drawn;
      const whole = snapshotOf(account, answers, baseline, { startMs: baseline.endMs, endMs: untilMs });
      return {
        sort,
        kind: stage.kind,
        seed,
        due: dueFrom(model, stage, startMs),
        isDecidable: sort === "silent" || isKnowable(sort, stage, answers, startMs),
        delayMinutes: delayOf(whole, sort, startMs, lastRequestMs(stage.kind, answers, startMs)),
      };
    }),
  );
}

function failingAccount(sort, stage, planOf, startMs, endMs) {
  const name = INCIDENT[sort];
  const times = { startMs, endMs };
  const incident = { name, target: stageTargetId(stage), route: null, ...times, magnitude: 1 };
  return createAccount(planOf(name === undefined ? [] : [incident]));
}

/** Every request of then is answered with a 4XX. */
function refused(kind, answers, startMs) {
  const [part, whole] = ["clientErrors", "requests"].map((measure) => metricFact(kind, measure)?.metric);
  return answers.map(({ query, points }) => {
    if (query.key.metric !== part) return { query, points };
    const { stat, periodSeconds, route } = query;
    const requests = valuesOf(answers, { metric: whole, stat, periodSeconds, route });
    return {
      query,
      points: points.map(({ timeMs, value }) => ({
        timeMs,
        value: timeMs >= startMs ? (requests.get(timeMs) ?? value) : value,
      })),
    };
  });
}

/** Connections are counted apart from messages, which are judged. */
function dueFrom(model, { routes }, startMs) {
  const connects = routes.find(({ key }) => key === "$connect")?.weight ?? 0;
  let sum = 0;
  for (let timeMs = startMs; timeMs < startMs + WINDOW_MS; timeMs += MINUTE_MS) sum += model.rateAt(timeMs);
  return sum * (1 - connects);
}

/** Three failures, and a log-likelihood ratio of the share of then against the usual one that chance does not reach. */
function isKnowable(sort, stage, answers, startMs) {
  const measure = {
    failing: ["serverErrors", "executionErrors", "integrationErrors"],
    refused: ["clientErrors"],
  }[sort];
  const whole = ["requests", "messages", "connects"];
  const count = (measures, isThen) =>
    measures
      .flatMap((one) => {
        const metric = metricFact(stage.kind, one)?.metric;
        const periodSeconds = isThen ? 60 : 300;
        return metric === undefined
          ? []
          : [...valuesOf(answers, { metric, stat: "Sum", periodSeconds, route: null })];
      })
      .filter(([timeMs]) => timeMs >= startMs === isThen)
      .reduce((sum, [, value]) => sum + value, 0);
  const planned = stage.routes.reduce(
    (sum, route) => sum + route.weight * route[sort === "failing" ? "serverErrorRatio" : "clientErrorRatio"],
    0,
  );
  const usual = (count(measure, false) + PLAN_WEIGHT * planned) / (count(whole, false) + PLAN_WEIGHT);
  const errors = count(measure, true);
  return errors >= LEAST_ERRORS && errors * -Math.log(usual) >= LEAST_NATS;
}

/** The minute of the last request before the outage; of a silence it is the earliest start that is right. */
function lastRequestMs(kind, answers, startMs) {
  const times = ["requests", "messages", "connects"].flatMap((one) => {
    const metric = metricFact(kind, one)?.metric;
    if (metric === undefined) return [];
    // Minutes are read of the week of outages, and periods of five of what is before it.
    return [60, 300].flatMap((periodSeconds) =>
      [...valuesOf(answers, { metric, stat: "Sum", periodSeconds, route: null })].flatMap(
        ([timeMs, value]) => (value > 0 && timeMs + periodSeconds * 1_000 <= startMs ? [timeMs] : []),
      ),
    );
  });
  return Math.max(startMs - 7 * DAY_MS, ...times);
}

function delayOf(whole, sort, startMs, fromMs) {
  return (
    LOOKS.find((minutes) =>
      lookAt(whole, startMs + minutes * MINUTE_MS).some(
        ({ analyzer, startedAt, endedAt }) =>
          TOLD_BY[sort].includes(analyzer) &&
          Date.parse(startedAt) >= fromMs &&
          (endedAt === null || Date.parse(endedAt) > startMs),
      ),
    ) ?? null
  );
}
