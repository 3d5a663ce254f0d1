import type { Outcome } from "./behaviour.ts";

/** One request that happened. Access-log line, execution-log lines, X-Ray segments and metrics all come from it. */
export interface SimulatedRequest {
  readonly timeMs: number;
  /** Target id. */
  readonly target: string;
  readonly route: string;
  /** The path with its parameters filled in, without the stage. */
  readonly path: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly apiKeyId: string;
  readonly userAgent: string;
  readonly ip: string;
  readonly deploymentId: string;
  readonly outcome: Outcome;
  /** Whole milliseconds, as API Gateway logs them. */
  readonly latencyMs: number;
  /** Null where the integration was not called. */
  readonly integrationLatencyMs: number | null;
  readonly wafLatencyMs: number | null;
  readonly authorizerLatencyMs: number | null;
  readonly bytes: number;
}
