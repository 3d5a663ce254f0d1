import type { LogPhase, LogSlice } from "../../model/log-slice.ts";

/** Where a request's time goes, in the order in which it meets them; "rest" is mapping, and slow senders and readers. */
export const PHASES = ["waf", "authenticate", "authorizer", "authorize", "integration", "rest"] as const;
export type Phase = (typeof PHASES)[number];

/** The time of the requests that were read of one span of an access log. */
export interface PhaseSpan {
  readonly startMs: number;
  readonly endMs: number;
  /** That logged their time. */
  readonly requests: number;
  /** Part of the span that was read, 0..1. */
  readonly sampledShare: number;
  /** Milliseconds a request on average; they add up. Null: the lines do not carry it. */
  readonly meanMs: Readonly<Record<Phase, number | null>>;
  readonly totalMs: number;
  /** Of those that logged the phase. */
  readonly p99Ms: Readonly<Record<Phase, number | null>>;
}

const LOGGED: Readonly<Record<Exclude<Phase, "rest">, LogPhase>> = {
  waf: "wafLatency",
  authenticate: "authenticateLatency",
  authorizer: "authorizerLatency",
  authorize: "authorizeLatency",
  integration: "integrationLatency",
};

/** Spans of one target's log in which requests logged how long they took, oldest first. */
export function phaseSpans(logs: readonly LogSlice[]): PhaseSpan[] {
  return [...logs].sort((left, right) => left.startMs - right.startMs).flatMap(phaseSpan);
}

function phaseSpan({ startMs, endMs, sampledShare, latencies }: LogSlice): PhaseSpan[] {
  const of = (phase: LogPhase): LogSlice["latencies"][number] | undefined =>
    latencies.find((one) => one.route === null && one.phase === phase && one.count > 0);
  // Without a latency of the whole (WebSocket), the integration's is all there is.
  const whole = of("latency") ?? of("integrationLatency");
  if (!whole) return [];
  // Over all requests: what a request does not log took it no time.
  const mean = (phase: LogPhase): number | null => {
    const found = of(phase);
    return found ? (found.meanMs * found.count) / Math.max(whole.count, found.count) : null;
  };
  const named = {
    waf: mean(LOGGED.waf),
    authenticate: mean(LOGGED.authenticate),
    authorizer: mean(LOGGED.authorizer),
    authorize: mean(LOGGED.authorize),
    integration: mean(LOGGED.integration),
  };
  const known = Object.values(named).reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const p99 = (phase: LogPhase): number | null => of(phase)?.p99 ?? null;
  return [
    {
      startMs,
      endMs,
      sampledShare,
      requests: whole.count,
      totalMs: Math.max(whole.meanMs, known),
      meanMs: { ...named, rest: whole.phase === "latency" ? Math.max(0, whole.meanMs - known) : null },
      p99Ms: {
        waf: p99(LOGGED.waf),
        authenticate: p99(LOGGED.authenticate),
        authorizer: p99(LOGGED.authorizer),
        authorize: p99(LOGGED.authorize),
        integration: p99(LOGGED.integration),
        rest: null,
      },
    },
  ];
}
