// What is planted, how strongly, and what of it is to be named.
import { INCIDENTS } from "../../dist/simulate/incidents/registry.js";

/** Strong enough to be found by any detector: here it is judged what is said of it, not whether it is found. */
const MAGNITUDES = {
  "integration-errors-after-deployment": [0.08, 0.5],
  "integration-timeout": [0.04, 0.4],
  "malformed-lambda-response": [0.15, 1],
  "lambda-permission-removed": [0.5, 1],
  "lambda-throttling": [0.12, 0.8],
  "authorizer-outage": [0.3, 1],
  "bad-canary": [0.5, 1],
  "websocket-integration-errors": [0.1, 0.6],
  "stage-throttling": [0.5, 0.9],
  "usage-plan-throttling": [0.6, 0.9],
  "account-throttling": [0.5, 0.9],
  "quota-exhausted": [0.5, 1],
  "expired-client-credentials": [0.4, 1],
  "unknown-route-scan": [0.5, 2],
  "bad-client-release": [0.4, 0.9],
  "waf-block-wave": [0.6, 3],
  "backend-slowdown-step": [1.8, 4],
  "backend-slowdown-ramp": [3, 6],
  "backend-slowdown-tail": [8, 20],
  "cold-start-storm": [0.3, 0.7],
  "authorizer-slowdown": [150, 600],
  "waf-slowdown": [80, 400],
  "cache-collapse": [0.5, 0.9],
  "traffic-drop": [0.8, 1],
  "client-retry-storm": [3, 12],
  "websocket-connect-storm": [8, 25],
};

/** The busiest client, the first of each stage, by any of the names that the lines have of it. */
const busiestClient = ({ clients: [{ apiKeyId, userAgent, ip }] }) => [
  ["apiKey", apiKeyId],
  ["userAgent", userAgent.replace(/^(\S+)\/(\d+).*/, "$1 $2")],
  ["client", ip],
];

/** Where the truth has a value of one attribute beside the route: any of these names it. */
const DIMENSIONS = {
  "bad-canary": () => [["release", "canary"]],
  "integration-errors-after-deployment": () => [["deployment", "dguilty"]],
  "bad-client-release": busiestClient,
  "client-retry-storm": busiestClient,
  "quota-exhausted": busiestClient,
  "expired-client-credentials": busiestClient,
};

/** Only the routes of these can be struck one by one: the others are a stage's or a client's. */
const OF_ROUTES = new Set([
  "integration-errors-after-deployment",
  "integration-timeout",
  "malformed-lambda-response",
  "lambda-permission-removed",
  "lambda-throttling",
  "websocket-integration-errors",
  "backend-slowdown-step",
  "backend-slowdown-ramp",
  "backend-slowdown-tail",
  "cold-start-storm",
]);

export const CASES = INCIDENTS.map(({ name, kinds, cause }) => {
  const magnitudes = MAGNITUDES[name];
  if (magnitudes === undefined) throw new Error(`the incident ${name} is not among the cases`);
  return {
    name,
    cause,
    hosts: name === "cache-collapse" ? ["cached"] : kinds,
    magnitudes,
    isOfRoute: OF_ROUTES.has(name),
    dimensionOf: DIMENSIONS[name] ?? (() => null),
  };
});
