// What two usual rules say of the very series: three sigma, and the alarms that AWS recommends.
//
//   three sigma   one five-minute point beyond the mean and three standard deviations of the same series' baseline: error
//                 ratios, misses, p90 latencies above, requests above or below
//   static        AWS's recommended alarms with their start values (CloudWatch User Guide, "Recommended alarms", API
//                 Gateway): a literal M-of-N evaluation kept here, of one-minute points. Where the threshold is "from
//                 history" it is half of what the quietest five minutes of the baseline brought.
import { metricFact } from "../../../dist/catalog/metrics.js";
import { valuesOf } from "./read-account.mjs";

const MINUTE_MS = 60_000;

/** Delay in minutes of data after `fromMs` of each rule's first alarm in the incident that was not on before it; null: none. */
export function rivalsSay(kind, answers, { fromMs, startMs, endMs }) {
  const first = (alarms) => {
    const begun = alarms.filter((alarm) => alarm.onMs > startMs && alarm.onMs <= endMs + 5 * MINUTE_MS);
    return begun.length === 0
      ? null
      : Math.max(0, (Math.min(...begun.map(({ onMs }) => onMs)) - fromMs) / MINUTE_MS);
  };
  const spans = { learnUntilMs: startMs - 180 * MINUTE_MS, fromMs: startMs - 30 * MINUTE_MS, untilMs: endMs };
  return {
    sigma: first(sigmaAlarms(kind, answers, spans)),
    static: first(staticAlarms(kind, answers, spans)),
  };
}

function ratio(answers, kind, part, wholes, periodSeconds) {
  const read = (measure) =>
    valuesOf(answers, { metric: metricFact(kind, measure)?.metric, stat: "Sum", periodSeconds, route: null });
  const parts = read(part);
  const all = wholes.map(read);
  const times = new Set(all.flatMap((one) => [...one.keys()]));
  return new Map(
    [...times].map((timeMs) => [
      timeMs,
      Math.min(1, (parts.get(timeMs) ?? 0) / all.reduce((sum, one) => sum + (one.get(timeMs) ?? 0), 0) || 0),
    ]),
  );
}

const WHOLE = { rest: ["requests"], http: ["requests"], websocket: ["messages", "connects"] };
const ERRORS = {
  rest: ["serverErrors", "clientErrors"],
  http: ["serverErrors", "clientErrors"],
  websocket: ["executionErrors", "integrationErrors", "clientErrors"],
};

export function sigmaAlarms(kind, answers, { learnUntilMs, fromMs, untilMs }) {
  const stat = (measure, name) =>
    valuesOf(answers, {
      metric: metricFact(kind, measure)?.metric,
      stat: name,
      periodSeconds: 300,
      route: null,
    });
  const watched = [
    ...ERRORS[kind].map((part) => ({ values: ratio(answers, kind, part, WHOLE[kind], 300), sides: [1] })),
    { values: ratio(answers, kind, "cacheMisses", ["cacheMisses", "cacheHits"], 300), sides: [1] },
    { values: stat("latency", "p90"), sides: [1] },
    { values: stat("integrationLatency", "p90"), sides: [1] },
    { values: filled(stat(WHOLE[kind][0], "Sum"), fromMs, untilMs), sides: [1, -1] },
  ];
  return watched.flatMap(({ values, sides }) => {
    const past = [...values].filter(([timeMs]) => timeMs < learnUntilMs).map(([, value]) => value);
    if (past.length < 2) return [];
    const mean = past.reduce((sum, value) => sum + value, 0) / past.length;
    const spread = Math.sqrt(past.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (past.length - 1));
    return sides.flatMap((side) =>
      episodes(values, fromMs, untilMs, 300_000, 1, (value) => side * (value - mean) > 3 * spread),
    );
  });
}

/** A count that is not there is none. */
function filled(values, fromMs, untilMs) {
  const all = new Map(values);
  for (let timeMs = Math.ceil(fromMs / 300_000) * 300_000; timeMs + 300_000 <= untilMs; timeMs += 300_000)
    if (!all.has(timeMs)) all.set(timeMs, 0);
  return new Map([...all].sort(([left], [right]) => left - right));
}

export function staticAlarms(kind, answers, { learnUntilMs, fromMs, untilMs }) {
  const stat = (measure, name) =>
    valuesOf(answers, {
      metric: metricFact(kind, measure)?.metric,
      stat: name,
      periodSeconds: 60,
      route: null,
    });
  const counts = valuesOf(answers, {
    metric: metricFact(kind, WHOLE[kind][0])?.metric,
    stat: "Sum",
    periodSeconds: 300,
    route: null,
  });
  const past = [...counts].filter(([timeMs]) => timeMs < learnUntilMs).map(([, value]) => value);
  const least = past.length === 0 ? 0 : past.reduce((low, value) => Math.min(low, value), Infinity) / 5 / 2;
  const errors = ERRORS[kind].map((part) => ({
    values: ratio(answers, kind, part, WHOLE[kind], 60),
    needed: part === "clientErrors" ? 5 : 3,
    isBad: (value) => value > 0.05,
  }));
  const slow =
    kind === "websocket"
      ? { values: stat("integrationLatency", "p90"), needed: 5, isBad: (value) => value >= 2_000 }
      : { values: stat("latency", "p90"), needed: 5, isBad: (value) => value >= 2_500 };
  const perMinute = stat(WHOLE[kind][0], "Sum");
  const few = {
    values: new Map(minutes(fromMs, untilMs).map((timeMs) => [timeMs, perMinute.get(timeMs) ?? -1])),
    needed: 10,
    isBad: (value) => value < least,
  };
  return [...errors, slow, few].flatMap(({ values, needed, isBad }) =>
    episodes(values, fromMs, untilMs, MINUTE_MS, needed, isBad),
  );
}

function minutes(fromMs, untilMs) {
  return Array.from(
    { length: Math.max(0, Math.floor((untilMs - fromMs) / MINUTE_MS)) },
    (_, at) => fromMs + at * MINUTE_MS,
  );
}

/** When `needed` points in a row are bad; a missing point keeps what was. Each with the time at which it is known. */
function episodes(values, fromMs, untilMs, periodMs, needed, isBad) {
  const found = [];
  let bad = 0;
  let isOn = false;
  for (const [timeMs, value] of [...values].sort(([left], [right]) => left - right)) {
    if (timeMs < fromMs || timeMs + periodMs > untilMs) continue;
    bad = isBad(value) ? bad + 1 : 0;
    if (bad >= needed && !isOn) found.push({ onMs: timeMs + periodMs });
    isOn = bad >= needed;
  }
  return found;
}
