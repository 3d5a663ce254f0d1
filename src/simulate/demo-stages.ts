import { HOUR_MS, MINUTE_MS } from "../core/window.ts";
import {
  ACCOUNT_LIMIT,
  COMMON_LOG_FORMAT,
  CUSTOM_AUTHORIZER,
  JWT_AUTHORIZER,
  backend,
  route,
  stage,
  traffic,
} from "./demo-parts.ts";

const TRACED_MS = 3 * HOUR_MS;

/**
 * The demo's stages by name. Of some every single request of the last three hours is made, and so traces; making
 * every stage's would take longer than everything else together.
 *
 * @param suffering when the orders and the payments service begin to suffer from a release of theirs.
 */
export function demoStages(nowMs: number, suffering: { readonly orders: number; readonly payments: number }) {
  const requestWindow = { startMs: nowMs - TRACED_MS, endMs: nowMs };
  const orders = stage(
    {
      kind: "rest",
      apiId: "o7k2mz91xc",
      apiName: "orders",
      stage: "prod",
      traffic: traffic(640),
      routes: [
        route("POST /orders", 0.3, "orders-create", 140, { authorizer: CUSTOM_AUTHORIZER }),
        route("GET /orders/{orderId}", 0.45, "orders-read", 38, { authorizer: CUSTOM_AUTHORIZER }),
        route("GET /orders", 0.2, "orders-list", 85, { authorizer: CUSTOM_AUTHORIZER }),
        route("DELETE /orders/{orderId}", 0.05, "orders-cancel", 110, { authorizer: CUSTOM_AUTHORIZER }),
      ],
    },
    nowMs,
    { detailedMetrics: true, requestWindow },
  );
  const payments = stage(
    {
      kind: "rest",
      apiId: "p4y6b2nr8t",
      apiName: "payments",
      stage: "prod",
      traffic: traffic(230, { burstiness: 0.09 }),
      routes: [
        route("POST /payments", 0.55, "https://payments.internal/charges", 310, { kind: "http" }),
        route("GET /payments/{paymentId}", 0.35, "payments-read", 45),
        route("POST /refunds", 0.1, "https://payments.internal/refunds", 260, { kind: "http" }),
      ],
    },
    nowMs,
    { hasTraces: true },
  );
  return {
    storefront: stage(
      {
        kind: "rest",
        apiId: "s1f8q0vh3d",
        apiName: "storefront",
        stage: "prod",
        // Three thousand a second over the week.
        traffic: traffic(180_000, { dailySwing: 0.5, weekendDip: -0.1, burstiness: 0.04 }),
        routes: [
          route("GET /products", 0.4, "products.internal", 32, {
            kind: "vpc-link",
            serverErrorRatio: 0.0002,
          }),
          route("GET /products/{productId}", 0.35, "products.internal", 21, {
            kind: "vpc-link",
            serverErrorRatio: 0.0002,
          }),
          route("GET /prices", 0.15, "prices.internal", 14, { kind: "vpc-link", serverErrorRatio: 0.0003 }),
          route("POST /basket", 0.08, "basket-write", 60, { serverErrorRatio: 0.0006 }),
          route("GET /health", 0.02, "", 0, { kind: "mock", clientErrorRatio: 0, serverErrorRatio: 0 }),
        ],
      },
      nowMs,
      // Each trace of so many requests would be paid for.
      { webAcl: true, tracing: false },
    ),
    orders: {
      ...orders,
      // The release that the incident follows by a few minutes.
      deployments: [
        ...orders.deployments,
        { id: "dorde4", createdMs: suffering.orders - 2 * MINUTE_MS, description: "orders 4.18.0" },
      ],
    },
    payments: {
      ...payments,
      deployments: [
        ...payments.deployments,
        { id: "dpaym4", createdMs: suffering.payments - 2 * MINUTE_MS, description: "payments 2.31.0" },
      ],
    },
    search: stage(
      {
        kind: "http",
        apiId: "h2s9e4c7ra",
        apiName: "search",
        stage: "prod",
        traffic: traffic(900, { weekendDip: 0.1 }),
        routes: [
          route("GET /search", 0.7, "search.internal", 55, { kind: "vpc-link", clientErrorRatio: 0.004 }),
          route("GET /suggest", 0.3, "search.internal", 18, { kind: "vpc-link", clientErrorRatio: 0.002 }),
        ],
      },
      nowMs,
      { accessLogFormat: COMMON_LOG_FORMAT },
    ),
    catalog: stage(
      {
        kind: "rest",
        apiId: "c5t1l8g0ew",
        apiName: "catalog",
        stage: "prod",
        traffic: traffic(1_500, { dailySwing: 0.6 }),
        routes: [
          route("GET /items/{itemId}", 0.65, "catalog-read", 70, { cacheHitRatio: 0.86 }),
          route("GET /categories", 0.3, "catalog-categories", 95, { cacheHitRatio: 0.93 }),
          route("PUT /items/{itemId}", 0.05, "catalog-write", 120, { authorizer: CUSTOM_AUTHORIZER }),
        ],
      },
      nowMs,
      { cacheSizeGb: "1.6", hasTraces: true },
    ),
    accounts: stage(
      {
        kind: "rest",
        apiId: "a9c3x7u5vi",
        apiName: "accounts",
        stage: "prod",
        traffic: traffic(420),
        routes: [
          route("GET /me", 0.6, "accounts-read", 42, {
            authorizer: CUSTOM_AUTHORIZER,
            clientErrorRatio: 0.03,
          }),
          route("PATCH /me", 0.15, "accounts-write", 90, { authorizer: CUSTOM_AUTHORIZER }),
          route("GET /me/addresses", 0.25, "accounts-addresses", 48, { authorizer: CUSTOM_AUTHORIZER }),
        ],
      },
      nowMs,
      { hasTraces: true },
    ),
    notifications: stage(
      {
        kind: "http",
        apiId: "n6w0d3k2qj",
        apiName: "notifications",
        stage: "$default",
        traffic: traffic(340, { dailySwing: 0.45, weekendDip: 0.2 }),
        routes: [
          route("POST /events", 0.8, "notify-ingest", 28, { clientErrorRatio: 0.006 }),
          route("GET /subscriptions", 0.2, "notify-subscriptions", 36, { authorizer: JWT_AUTHORIZER }),
        ],
      },
      nowMs,
      // Somebody forgot it.
      { accessLogFormat: null },
    ),
    tracking: stage(
      {
        kind: "websocket",
        apiId: "w8l5i1v4mo",
        apiName: "parcels",
        stage: "prod",
        traffic: traffic(520),
        routes: [
          route("$connect", 0.06, "tracking-connect", 55, { clientErrorRatio: 0.02 }),
          route("$disconnect", 0.06, "tracking-disconnect", 25, { clientErrorRatio: 0 }),
          route("position", 0.68, "tracking-position", 22, { clientErrorRatio: 0.002 }),
          route("subscribe", 0.2, "tracking-subscribe", 31, { clientErrorRatio: 0.004 }),
        ],
      },
      nowMs,
      { hasTraces: true },
    ),
    invoices: stage(
      {
        kind: "rest",
        apiId: "i3p7n9y2fb",
        apiName: "partner-invoices",
        stage: "prod",
        // Thirteen an hour over the week, at most nineteen at its peak.
        traffic: traffic(13 / 60, { dailySwing: 0.3, weekendDip: 0.3, burstiness: 0.1 }),
        routes: [
          route("POST /invoices", 0.7, "invoices-import", 420, { coldStartRatio: 0.3 }),
          route("GET /invoices/{invoiceId}", 0.3, "invoices-read", 60, { coldStartRatio: 0.3 }),
        ],
      },
      nowMs,
      { requestWindow },
    ),
    audit: stage(
      {
        kind: "rest",
        apiId: "u2d4t6g8zs",
        apiName: "warehouse-audit",
        stage: "prod",
        traffic: traffic(3 / 60, { dailySwing: 0.3, weekendDip: 0.5 }),
        routes: [
          route("POST /audits", 0.6, "audit-write", 130, { coldStartRatio: 0.6, clientErrorRatio: 0.02 }),
          route("GET /audits/{auditId}", 0.4, "audit-read", 75, { coldStartRatio: 0.6 }),
        ],
      },
      nowMs,
      { requestWindow },
    ),
    profile: stage(
      {
        kind: "http",
        apiId: "f1r5o8l3ex",
        apiName: "profile",
        stage: "prod",
        traffic: traffic(2_400, { dailySwing: 0.6, burstiness: 0.1 }),
        routes: [
          route("GET /profiles/{profileId}", 0.75, "profile-read", 33, { authorizer: JWT_AUTHORIZER }),
          route("PUT /profiles/{profileId}", 0.15, "profile-write", 64, {
            authorizer: JWT_AUTHORIZER,
            clientErrorRatio: 0.04,
          }),
          route("GET /avatars/{profileId}", 0.1, "avatars.internal", 12, { kind: "http" }),
        ],
      },
      nowMs,
      { hasTraces: true },
    ),
    profileDev: stage(
      {
        kind: "http",
        apiId: "f1r5o8l3ex",
        apiName: "profile",
        stage: "dev",
        traffic: traffic(2, { dailySwing: 0.8, weekendDip: 0.9, burstiness: 0.4 }),
        routes: [
          route("GET /profiles/{profileId}", 0.6, "profile-read-dev", 52, {
            authorizer: JWT_AUTHORIZER,
            clientErrorRatio: 0.08,
            serverErrorRatio: 0.006,
            coldStartRatio: 0.1,
          }),
          route("PUT /profiles/{profileId}", 0.4, "profile-write-dev", 88, {
            authorizer: JWT_AUTHORIZER,
            clientErrorRatio: 0.12,
            serverErrorRatio: 0.009,
            coldStartRatio: 0.1,
          }),
        ],
      },
      nowMs,
      { requestWindow },
    ),
    returns: stage(
      {
        kind: "rest",
        apiId: "r0e3t7q9ha",
        // CloudWatch keys it by what is left without the umlaut.
        apiName: "Rückgabe-Portal",
        stage: "prod",
        traffic: traffic(75, { dailySwing: 0.7, burstiness: 0.12 }),
        routes: [
          route("POST /returns", 0.35, "returns-create", 150, { clientErrorRatio: 0.035 }),
          route("GET /returns/{returnId}", 0.55, "returns-read", 46),
          route("GET /labels/{labelId}", 0.1, "s3:::returns-labels", 27, { kind: "aws-service" }),
        ],
      },
      nowMs,
      {
        requestWindow,
        limits: {
          usagePlan: { rateLimit: 50, burstLimit: 100, quotaPerDay: 500_000 },
          stage: { rateLimit: 200, burstLimit: 400 },
          account: ACCOUNT_LIMIT,
        },
      },
    ),
    chat: stage(
      {
        kind: "websocket",
        apiId: "x3h6a0t8wm",
        apiName: "support-chat",
        stage: "prod",
        traffic: traffic(160, { dailySwing: 0.65, burstiness: 0.11 }),
        routes: [
          route("$connect", 0.08, "chat-connect", 48, { clientErrorRatio: 0.015 }),
          route("$disconnect", 0.08, "chat-disconnect", 20, { clientErrorRatio: 0 }),
          route("sendMessage", 0.6, "chat-send", 35),
          route("typing", 0.24, "chat-typing", 12, {
            integrationLatency: backend(12, 0.3, 0.02),
            clientErrorRatio: 0,
          }),
        ],
      },
      nowMs,
      { detailedMetrics: true },
    ),
  };
}
