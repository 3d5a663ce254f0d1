import type { CauseKind, Evidence } from "../../model/finding.ts";
import { LOG_PHASES, type LogLatency, type LogPhase } from "../../model/log-slice.ts";
import type { LogSide, LogSides } from "../shared/log-sides.ts";
import { formatList, formatMs, formatShare } from "../shared/wording.ts";
import type { Explanation } from "./explain-errors.ts";

/**
 * Which part of the gateway's own time grew. Of each request the log engine has the overhead (its latency without its
 * integration's) and, where the lines carry them, the phases of it. Means over requests add up where percentiles do not,
 * so the growth of the mean overhead is split by the growth of the phases' means; what no phase explains is the rest
 * (mapping, or clients that send and read slowly).
 */
interface Growth {
  readonly phase: LogPhase;
  readonly beforeMs: number;
  readonly nowMs: number;
  readonly addedMs: number;
  readonly p99BeforeMs: number;
  readonly p99NowMs: number;
}

const PHASES: Readonly<
  Partial<Record<LogPhase, { readonly kind: CauseKind; readonly name: string; readonly action: string }>>
> = {
  wafLatency: {
    kind: "waf",
    name: "the web ACL",
    action:
      "Look at the web ACL's latest change: rules that read bodies or match many patterns take the longest.",
  },
  authenticateLatency: {
    kind: "gateway",
    name: "authentication",
    action: "Look at how callers authenticate: signatures, client certificates.",
  },
  authorizerLatency: {
    kind: "authorizer",
    name: "the authorizer",
    action:
      "Look at duration and cold starts of the authorizer function, and at whether its results are still cached.",
  },
  authorizeLatency: {
    kind: "gateway",
    name: "authorization",
    action: "Look at the latest change of the policies that are evaluated for each request.",
  },
};
/** A phase that added less than this part of what was added is not the reason. */
const MOST = 0.5;
const LEAST_REQUESTS = 20;
const LEAST_ADDED_MS = 1;

/** Null where the lines carry no overhead on both sides, or show no growth of it. */
export function explainOverhead({ now, before }: LogSides, route: string | null): Explanation | null {
  const overhead = growthOf(now, before, "overhead", route, 0);
  if (overhead === null || overhead.addedMs < LEAST_ADDED_MS) return null;
  const requests = countOf(now, "overhead", route);
  const phases = LOG_PHASES.filter((phase) => PHASES[phase] !== undefined).flatMap(
    (phase) => growthOf(now, before, phase, route, requests) ?? [],
  );
  const [most] = phases.sort((left, right) => right.addedMs - left.addedMs);
  const restMs = overhead.addedMs - phases.reduce((sum, { addedMs }) => sum + addedMs, 0);
  const evidence = [overhead, ...phases].map(toEvidence);
  const grew = `The gateway's own time grew by ${formatMs(overhead.addedMs)} a request on average, from ${formatMs(overhead.beforeMs)} to ${formatMs(overhead.nowMs)} (p99 from ${formatMs(overhead.p99BeforeMs)} to ${formatMs(overhead.p99NowMs)}).`;
  const found = most === undefined ? undefined : PHASES[most.phase];
  if (most === undefined || found === undefined || most.addedMs < MOST * overhead.addedMs) {
    const known = phases.map(({ phase }) => PHASES[phase]?.name ?? phase);
    const rest =
      known.length === 0
        ? "The lines do not carry its phases."
        : `${formatMs(Math.max(0, restMs))} of that is in none of ${formatList(known)}: request and response mapping, or callers that send and read slowly.`;
    const action =
      known.length === 0
        ? "Write $context.authorizer.latency, $context.waf.latency and $context.authorize.latency into the access log."
        : "Look at recent changes of mapping templates, and at where the slow callers are.";
    return {
      kind: "gateway",
      detail: `${grew} ${rest}`,
      evidence,
      actions: [action],
      sentence: `${grew} ${rest}`,
    };
  }
  const share = Math.min(1, most.addedMs / overhead.addedMs);
  const sentence = `${grew} ${formatShare(share)} of that is ${found.name}: ${formatMs(most.beforeMs)} before, ${formatMs(most.nowMs)} now (p99 ${formatMs(most.p99NowMs)}).`;
  return { kind: found.kind, detail: sentence, evidence, actions: [found.action], sentence };
}

/** @param requests 0: averaged over those that logged it; else over all that logged an overhead, since no value is no time. */
function growthOf(
  now: LogSide,
  before: LogSide,
  phase: LogPhase,
  route: string | null,
  requests: number,
): Growth | null {
  const [later, earlier] = [pooled(now, phase, route), pooled(before, phase, route)];
  if (later === null || earlier === null) return null;
  const scale = (side: LogSide, own: Pooled): number => {
    const all = requests === 0 ? own.count : countOf(side, "overhead", route);
    return own.count / Math.max(own.count, all);
  };
  const nowMs = later.meanMs * scale(now, later);
  const beforeMs = earlier.meanMs * scale(before, earlier);
  return { phase, beforeMs, nowMs, addedMs: nowMs - beforeMs, p99BeforeMs: earlier.p99, p99NowMs: later.p99 };
}

interface Pooled {
  readonly count: number;
  readonly meanMs: number;
  readonly p99: number;
}

/** Over the slices of a side: the mean of all, and the largest p99, since percentiles do not average. */
function pooled(side: LogSide, phase: LogPhase, route: string | null): Pooled | null {
  const own = latenciesOf(side, phase, route);
  const count = own.reduce((sum, latency) => sum + latency.count, 0);
  if (count < LEAST_REQUESTS) return null;
  return {
    count,
    meanMs: own.reduce((sum, latency) => sum + latency.meanMs * latency.count, 0) / count,
    p99: Math.max(...own.map(({ p99 }) => p99)),
  };
}

function countOf(side: LogSide, phase: LogPhase, route: string | null): number {
  return latenciesOf(side, phase, route).reduce((sum, { count }) => sum + count, 0);
}

function latenciesOf(side: LogSide, phase: LogPhase, route: string | null): LogLatency[] {
  return side.latencies.filter((latency) => latency.phase === phase && latency.route === route);
}

function toEvidence({ phase, beforeMs, nowMs }: Growth): Evidence {
  const name = phase === "overhead" ? "Gateway's own time" : `Time of ${PHASES[phase]?.name ?? phase}`;
  return {
    label: `${name}, mean a request`,
    baseline: round(beforeMs),
    observed: round(nowMs),
    unit: "ms",
    source: "access-logs",
  };
}

function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
