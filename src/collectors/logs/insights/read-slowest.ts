import type { LogColumns } from "./log-columns.ts";
import { numberIn, statusIn, textIn, type QueryRow } from "./query-row.ts";

interface SlowRequest {
  readonly latencyMs: number;
  readonly timeMs: number | null;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly integrationRequestId: string | null;
}

/** One of the slowest requests; undefined for a row without a latency. */
export function readSlowest(row: QueryRow, columns: LogColumns): SlowRequest | undefined {
  const latencyMs = numberIn(row, "gwLatencyMs");
  if (latencyMs === undefined) return undefined;
  return {
    latencyMs,
    timeMs: numberIn(row, "gwTimeMs") ?? null,
    status: statusIn(row, columns.of("status")),
    requestId: textIn(row, columns.of("extendedRequestId")) ?? textIn(row, columns.of("requestId")),
    integrationRequestId: textIn(row, columns.of("integrationRequestId")),
  };
}
