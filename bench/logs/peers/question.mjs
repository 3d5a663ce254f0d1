// The full question, for peers in plain JavaScript: per route and per minute the counts by class of status and p50, p90, p99 of
// response and integration latency; the most frequent response types, clients and API keys.
import { Histogram } from "../../../dist/core/histogram.js";

export function newAnswer() {
  return {
    requests: 0,
    routes: new Map(),
    minutes: new Map(),
    types: new Map(),
    clients: new Map(),
    keys: new Map(),
  };
}

function row(map, key) {
  let found = map.get(key);
  if (!found)
    map.set(
      key,
      (found = { classes: [0, 0, 0, 0, 0, 0], latency: new Histogram(), integration: new Histogram() }),
    );
  return found;
}

const increment = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);

export function answer(found, line) {
  found.requests += 1;
  const statusClass = line.status.charCodeAt(0) - 48;
  const minute = Math.floor(Number(line.requestTimeEpoch) / 60_000);
  for (const into of [
    row(found.routes, `${line.httpMethod} ${line.resourcePath}`),
    row(found.minutes, minute),
  ]) {
    into.classes[statusClass] += 1;
    into.latency.add(Number(line.responseLatency));
    if (line.integrationLatency !== "-") into.integration.add(Number(line.integrationLatency));
  }
  increment(found.types, line.errorResponseType);
  increment(found.clients, line.ip);
  increment(found.keys, line.apiKeyId);
}

/** Counts alone: histograms lose their methods between threads, and merging them costs next to nothing. */
export function merge(left, right) {
  left.requests += right.requests;
  for (const key of right.routes.keys()) row(left.routes, key);
  for (const key of right.minutes.keys()) row(left.minutes, key);
  return left;
}
