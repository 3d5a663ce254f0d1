import type { CauseKind, Evidence } from "../../model/finding.ts";
import { LOG_PHASES, type LogPhase } from "../../model/log-slice.ts";
import type { Target } from "../../model/target.ts";
import type { LogSide, LogSides } from "../shared/log-sides.ts";
import { formatList, formatMs, formatShare } from "../shared/wording.ts";
import { distributionShift, shiftSentence } from "./distribution-shift.ts";
import type { Explanation } from "./explain-errors.ts";
import { solePhase } from "./sole-phase.ts";
import { pooledLatency, type PooledLatency } from "./pooled-latency.ts";

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
  readonly before: PooledLatency;
  readonly now: PooledLatency;
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
const LEAST_ADDED_MS = 1;

/** Null where the lines carry no overhead on both sides, or show no growth of it. */
export function explainOverhead(
  { now, before }: LogSides,
  route: string | null,
  target: Target,
): Explanation | null {
  const overhead = growthOf(now, before, "overhead", route);
  if (overhead === null || overhead.addedMs < LEAST_ADDED_MS) return null;
  const phases = LOG_PHASES.filter((phase) => PHASES[phase] !== undefined).flatMap(
    (phase) => growthOf(now, before, phase, route) ?? [],
  );
  const [most] = phases.sort((left, right) => right.addedMs - left.addedMs);
  const restMs = overhead.addedMs - phases.reduce((sum, { addedMs }) => sum + addedMs, 0);
  const evidence = [overhead, ...phases].map(toEvidence);
  const shift = distributionShift(overhead.before, overhead.now);
  const grew = `The gateway's own time grew by ${formatMs(overhead.addedMs)} a request on average, from ${formatMs(overhead.beforeMs)} to ${formatMs(overhead.nowMs)} (p99 from ${formatMs(overhead.before.p99)} to ${formatMs(overhead.now.p99)}).${shift === null ? "" : ` ${shiftSentence(shift)}`}`;
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
    const sole = known.length === 0 ? solePhase(target, route) : null;
    const only =
      sole === null
        ? ""
        : ` Of what takes time there, the stage has ${sole === "waf" ? "a web ACL" : "an authorizer"} alone.`;
    return {
      kind: sole ?? "gateway",
      phase: sole,
      detail: `${grew} ${rest}${only}`,
      evidence,
      actions: [action],
    };
  }
  const share = Math.min(1, most.addedMs / overhead.addedMs);
  const detail = `${grew} ${formatShare(share)} of that is ${found.name}: ${formatMs(most.beforeMs)} before, ${formatMs(most.nowMs)} now (p99 ${formatMs(most.now.p99)}).`;
  const phase = found.kind === "waf" || found.kind === "authorizer" ? found.kind : null;
  return { kind: found.kind, phase, detail, evidence, actions: [found.action] };
}

/** Averaged over all requests that logged an overhead, since no value of a phase is no time. */
function growthOf(now: LogSide, before: LogSide, phase: LogPhase, route: string | null): Growth | null {
  const [later, earlier] = [pooledLatency(now, phase, route), pooledLatency(before, phase, route)];
  if (later === null || earlier === null) return null;
  const spread = (side: LogSide, { count, meanMs }: PooledLatency): number =>
    (meanMs * count) / Math.max(count, pooledLatency(side, "overhead", route)?.count ?? 0);
  const [nowMs, beforeMs] = [spread(now, later), spread(before, earlier)];
  return { phase, beforeMs, nowMs, addedMs: nowMs - beforeMs, before: earlier, now: later };
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
