// What is planted: every incident of the catalogue, how weak and how strong, and how a finding must read that tells it.
import { INCIDENTS } from "../../../dist/simulate/incidents/registry.js";

export const SERVER = [
  "errors/server-error-spike",
  "websocket/execution-errors",
  "websocket/integration-errors",
];
export const CLIENT = ["errors/client-error-spike", "websocket/client-errors"];
const LATENCY = ["latency/integration-regression", "latency/overhead-regression", "latency/regression"];
export const TRAFFIC = ["traffic/drop", "traffic/route-vanished"];
const SURGE = ["traffic/surge"];

/**
 * `magnitudes` are weak, medium and strong. `family` decides which oracle says whether it can be known. `side` is what
 * metrics can tell of the cause: an authorizer and a web ACL are parts of the gateway's side, and a refusal is the
 * client's until a log says which limit or filter made it; null where nothing can be told.
 */
const CASES = {
  "integration-errors-after-deployment": {
    magnitudes: [0.01, 0.08, 0.5],
    family: "server",
    side: "integration",
  },
  "integration-timeout": { magnitudes: [0.01, 0.04, 0.4], family: "server", side: "integration" },
  "malformed-lambda-response": { magnitudes: [0.02, 0.15, 1], family: "server", side: "integration" },
  "lambda-permission-removed": { magnitudes: [0.1, 0.5, 1], family: "server", side: "integration" },
  "lambda-throttling": { magnitudes: [0.02, 0.12, 0.8], family: "server", side: "integration" },
  "authorizer-outage": { magnitudes: [0.05, 0.3, 1], family: "server", side: null },
  "bad-canary": { magnitudes: [0.2, 0.5, 1], family: "server", side: "integration" },
  "websocket-integration-errors": { magnitudes: [0.02, 0.1, 0.6], family: "server", side: "integration" },
  "stage-throttling": { magnitudes: [0.3, 0.5, 0.9], family: "client", side: "client" },
  "usage-plan-throttling": { magnitudes: [0.3, 0.6, 0.9], family: "client", side: "client" },
  "account-throttling": { magnitudes: [0.3, 0.5, 0.9], family: "client", side: "client" },
  "quota-exhausted": { magnitudes: [0.2, 0.5, 1], family: "client", side: "client" },
  "expired-client-credentials": { magnitudes: [0.1, 0.4, 1], family: "client", side: "client" },
  "unknown-route-scan": { magnitudes: [0.1, 0.5, 2], family: "client", side: "client" },
  "bad-client-release": { magnitudes: [0.1, 0.4, 0.9], family: "client", side: "client" },
  "waf-block-wave": { magnitudes: [0.1, 0.6, 3], family: "client", side: "client" },
  "backend-slowdown-step": { magnitudes: [1.3, 1.8, 4], family: "latency", side: "integration" },
  "backend-slowdown-ramp": { magnitudes: [1.8, 3, 6], family: "latency", side: "integration" },
  "backend-slowdown-tail": { magnitudes: [4, 8, 20], family: "latency", side: "integration" },
  "cold-start-storm": { magnitudes: [0.05, 0.3, 0.7], family: "latency", side: "integration" },
  "authorizer-slowdown": { magnitudes: [40, 150, 600], family: "latency", side: "gateway" },
  "waf-slowdown": { magnitudes: [15, 80, 400], family: "latency", side: "gateway" },
  "cache-collapse": { magnitudes: [0.25, 0.5, 0.9], family: "cache", side: "cache" },
  "traffic-drop": { magnitudes: [0.6, 0.8, 1], family: "drop", side: null },
  "client-retry-storm": { magnitudes: [1, 3, 12], family: "surge", side: "client" },
  "websocket-connect-storm": { magnitudes: [3, 8, 25], family: "surge", side: null },
};

export const STRENGTHS = ["weak", "medium", "strong"];

const TOLD_BY = {
  server: SERVER,
  client: CLIENT,
  latency: LATENCY,
  cache: ["cache/hit-ratio-collapse"],
  drop: TRAFFIC,
  // The added requests of a storm may be refused: then the errors tell it.
  surge: [...SURGE, ...CLIENT],
};

/** Every incident with each of its magnitudes, and the flavours it can happen in. */
export const ALL_CASES = INCIDENTS.flatMap(({ name, kinds }) => {
  const planned = CASES[name];
  if (planned === undefined) throw new Error(`the incident ${name} is not among the cases`);
  const hosts = name === "cache-collapse" ? ["cached"] : kinds;
  return planned.magnitudes.map((magnitude, index) => ({
    name,
    hosts,
    magnitude,
    strength: STRENGTHS[index],
    family: planned.family,
    side: planned.side,
    toldBy: TOLD_BY[planned.family],
  }));
});
