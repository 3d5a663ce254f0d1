/** Milliseconds; null where no request of the group logged it. */
export interface LatencyPercentiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

export interface LogGroup {
  /** The group's value in each dimension that was asked for; null where its lines have none. "(other)" beyond the bound. */
  readonly key: Readonly<Record<string, string | null>>;
  readonly requests: number;
  readonly errors4xx: number;
  readonly errors5xx: number;
  readonly throttled: number;
  readonly quotaExceeded: number;
  /** Errors that the gateway itself answered, where the Format logs response types. */
  readonly gatewayErrors: number;
  /** Of the answers; null where no request of the group logged them. */
  readonly bytes: number | null;
  readonly latencyMs: LatencyPercentiles;
  readonly integrationLatencyMs: LatencyPercentiles;
  readonly overheadMs: LatencyPercentiles;
  readonly authorizerLatencyMs: LatencyPercentiles;
  readonly authorizeLatencyMs: LatencyPercentiles;
  readonly authenticateLatencyMs: LatencyPercentiles;
  readonly wafLatencyMs: LatencyPercentiles;
  /** Requests by status; "-" where a line has none. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly responseTypes: Readonly<Record<string, number>>;
}

export interface LogMinute {
  /** ISO-8601. A minute without requests is not there. */
  readonly start: string;
  readonly requests: number;
  readonly errors4xx: number;
  readonly errors5xx: number;
  readonly throttled: number;
  readonly latencyMs: LatencyPercentiles;
  readonly integrationLatencyMs: LatencyPercentiles;
}

export interface LogTopEntry {
  readonly text: string;
  /** At most `error` too high. */
  readonly requests: number;
  readonly error: number;
  readonly errors4xx: number;
  readonly errors5xx: number;
  readonly throttled: number;
}

/** What `gatewatch logs` found, version 1. Later versions add fields; they never rename these. */
export interface LogReport {
  readonly schemaVersion: 1;
  readonly requests: number;
  /** Lines that are no requests, or beyond repair. */
  readonly unparsed: number;
  readonly repaired: number;
  readonly filtered: number;
  /** Requests without a time, and so in no minute. */
  readonly untimed: number;
  /** Most requests first. */
  readonly groups: readonly LogGroup[];
  readonly minutes: readonly LogMinute[];
  readonly total: Omit<LogGroup, "key">;
  readonly top: Readonly<Record<"clients" | "apiKeys" | "userAgents" | "messages", readonly LogTopEntry[]>>;
  readonly slowest: readonly {
    readonly latencyMs: number;
    readonly time: string | null;
    readonly status: number | null;
    readonly key: Readonly<Record<string, string | null>>;
    readonly requestId: string | null;
    readonly integrationRequestId: string | null;
  }[];
  /** What was understood of the lines. */
  readonly formats: readonly string[];
  readonly unparsedSamples: readonly string[];
  /** Files that could not be read, or not to their end. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** What has met the bounds of memory: counts of requests or values that the table beside it lacks. */
  readonly limits: {
    readonly otherGroups: number;
    readonly minutes: number;
    readonly outcomes: number;
    readonly latencies: number;
    readonly tooLongLines: number;
  };
}
