// The stages that are judged: one for each flavour, the same at every amount of traffic.
import { createRandom } from "../../../dist/core/random.js";
import {
  CUSTOM_AUTHORIZER,
  JWT_AUTHORIZER,
  route,
  stage,
  traffic,
} from "../../../dist/simulate/demo-parts.js";

/** Requests a minute, mean over the week. */
export const LEVELS = [
  { name: "3/h", requestsPerMinute: 3 / 60 },
  { name: "1/min", requestsPerMinute: 1 },
  { name: "1/s", requestsPerMinute: 60 },
  { name: "30/s", requestsPerMinute: 1_800 },
  { name: "3,000/s", requestsPerMinute: 180_000 },
];

const ROUTES = {
  rest: [
    route("POST /orders", 0.3, "orders-create", 140, { authorizer: CUSTOM_AUTHORIZER }),
    route("GET /orders/{orderId}", 0.5, "orders-read", 38, { authorizer: CUSTOM_AUTHORIZER }),
    route("GET /prices", 0.2, "prices-read", 21, { authorizer: CUSTOM_AUTHORIZER }),
  ],
  cached: [
    route("GET /items/{itemId}", 0.65, "catalog-read", 70, { cacheHitRatio: 0.86 }),
    route("GET /categories", 0.35, "catalog-categories", 95, { cacheHitRatio: 0.93 }),
  ],
  http: [
    route("GET /search", 0.7, "search", 55, { authorizer: JWT_AUTHORIZER, clientErrorRatio: 0.004 }),
    route("POST /baskets", 0.3, "baskets", 90, { authorizer: JWT_AUTHORIZER }),
  ],
  websocket: [
    route("$connect", 0.08, "chat-connect", 48, { clientErrorRatio: 0.015, authorizer: CUSTOM_AUTHORIZER }),
    route("$disconnect", 0.08, "chat-disconnect", 20, { clientErrorRatio: 0 }),
    route("sendMessage", 0.6, "chat-send", 35),
    route("typing", 0.24, "chat-typing", 12, { clientErrorRatio: 0 }),
  ],
};

/**
 * A stage with all that an incident can need. How strongly its traffic swings and bursts, and whether routes have
 * metrics of their own, comes from the seed.
 *
 * @param host a key of ROUTES.
 * @param harmless times of deployments that harm nothing.
 */
export function hostStage(host, level, seed, nowMs, harmless) {
  const random = createRandom(seed).fork(`host ${host} ${level.name}`);
  const between = (name, low, high) => low + (high - low) * random.fork(name).next();
  const kind = host === "cached" ? "rest" : host;
  const made = stage(
    {
      kind,
      apiId: `j${host.slice(0, 4)}x0000`.slice(0, 10),
      apiName: `judged-${host}`,
      stage: "prod",
      traffic: traffic(level.requestsPerMinute, {
        dailySwing: between("swing", 0.2, 0.6),
        weekendDip: between("weekend", 0, 0.4),
        peakHour: between("peak", 8, 20),
        burstiness: between("bursts", 0.04, 0.15),
      }),
      routes: ROUTES[host],
    },
    nowMs,
    {
      detailedMetrics: random.fork("routes").next() < 0.5,
      webAcl: kind === "rest",
      canaryPercent: kind === "rest" ? 10 : null,
      cacheSizeGb: host === "cached" ? "0.5" : null,
      // Where a busy stage would meet the account's limit every day, the account was given a higher one.
      limits: { usagePlan: null, stage: null, account: { rateLimit: 100_000, burstLimit: 50_000 } },
    },
  );
  const deployments = [
    ...made.deployments,
    ...harmless.map((createdMs, index) => ({ id: `dharm${index}`, createdMs, description: "no change" })),
  ].sort((left, right) => left.createdMs - right.createdMs);
  return { ...made, deployments };
}
