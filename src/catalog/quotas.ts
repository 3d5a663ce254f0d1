import type { ApiKind } from "../model/target.ts";

/**
 * Limits of API Gateway at which requests fail or are refused, before any raise. The account's throttle, which
 * differs by region, is in account-throttle. AWS writes KB and MB; they are read as powers of 1,024.
 *
 * Source: API Gateway Developer Guide, "Quotas" (limits.html, api-gateway-execution-service-limits-table.html,
 * HTTP API quotas, WebSocket API quotas; April 2026); service models of botocore 1.43.11 (TimeoutInMillis).
 */
export interface Quotas {
  /** The longest an integration may take; a longer answer is a 504, or an integration error of a WebSocket. */
  readonly integrationTimeoutMs: number;
  /** Of a request, or of a WebSocket message. */
  readonly payloadBytes: number;
  /** All headers together (HTTP APIs: with the request line); null for WebSocket. */
  readonly headerBytes: number | null;
  /** Resources of a REST API; routes of the others. */
  readonly routes: number;
  readonly stages: number;
  /** How long a connection may live, and how long it may be silent; null where none is documented. */
  readonly connectionMs: number | null;
  readonly idleConnectionMs: number | null;
}

const KIB = 1_024;
const MIB = 1_024 * KIB;

export const QUOTAS: Readonly<Record<ApiKind, Quotas>> = {
  rest: {
    // Longer for regional and private APIs, on request, at the price of account throttle (L-E5AE38E3).
    integrationTimeoutMs: 29_000,
    payloadBytes: 10 * MIB,
    // 8,000 for a private API.
    headerBytes: 10_240,
    routes: 300,
    stages: 10,
    connectionMs: null,
    idleConnectionMs: 310_000,
  },
  http: {
    integrationTimeoutMs: 30_000,
    payloadBytes: 10 * MIB,
    headerBytes: 10_240,
    routes: 300,
    stages: 10,
    connectionMs: null,
    idleConnectionMs: null,
  },
  websocket: {
    integrationTimeoutMs: 29_000,
    payloadBytes: 128 * KIB,
    headerBytes: null,
    routes: 300,
    stages: 10,
    connectionMs: 2 * 3_600_000,
    idleConnectionMs: 600_000,
  },
};

/** WebSocket: a larger frame closes the connection with code 1009. */
export const WEBSOCKET_FRAME_BYTES = 32 * KIB;

/** WebSocket: new connections a second, for all APIs of an account. */
export const NEW_CONNECTIONS_PER_SECOND = 500;

/** REST: the largest response that the stage's cache keeps, and for how long it may keep one. */
export const CACHED_RESPONSE_BYTES = MIB;
export const CACHE_TTL_SECONDS = { default: 300, max: 3_600 } as const;

/** Sizes of a REST stage's cache in GB, as the API spells them. Source: cacheClusterSize, botocore 1.43.11. */
export const CACHE_SIZES_GB = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"] as const;

/** The longest `Format` of an access log, any flavour. */
export const ACCESS_LOG_FORMAT_BYTES = 3 * KIB;

/** An event of a REST API's execution log is cut there. */
export const EXECUTION_LOG_EVENT_BYTES = 1_024;
