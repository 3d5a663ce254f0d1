import type { ApiKind } from "../model/target.ts";
import type { LatencyModel, Outcome, Overhead } from "./behaviour.ts";
import type { Cell } from "./overlay-cell.ts";
import { FINE_SLICES } from "./overlay-points.ts";
import { quantileFunction, type RecordedLatency } from "./overlay-quantile.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";

/** The gateway's own time varies little. */
const OVERHEAD_SIGMA = 0.3;
/** The gateway's own time where latency or integration latency is not recorded, ms. */
const ASSUMED_OVERHEAD_MS = 5;
/** What an integration is taken to need where no latency at all is recorded; no statistic shows it. */
const ASSUMED_LATENCY_MS = 50;

/** The latencies of a period as models, shared by all its outcomes so that points are computed once. */
export interface RebuiltLatency {
  readonly integration: LatencyModel;
  /** Mean of the gateway's own time, ms. */
  readonly overheadMs: number;
}

/**
 * The gateway's mean own time is what the averages leave over: the sum of all latencies less the sum of the
 * integration latencies, over all requests. So it stays right where rejected, cached and mock requests have
 * no integration latency.
 */
export function rebuildLatency(cell: Cell): RebuiltLatency {
  const { requests, integrated } = cell.tally;
  const latency = cell.latency ?? cell.integrationLatency;
  const integration = cell.integrationLatency ?? cell.latency;
  const mean = (recorded: RecordedLatency | null) => recorded?.average ?? medianOf(recorded);
  const known = cell.latency !== null && cell.integrationLatency !== null;
  const left = known ? mean(latency) - (mean(integration) * integrated) / requests : ASSUMED_OVERHEAD_MS;
  return {
    integration: modelOf(integration),
    overheadMs: Math.max(0.5, Number.isFinite(left) ? left : ASSUMED_OVERHEAD_MS),
  };
}

function medianOf(recorded: RecordedLatency | null): number {
  return (recorded === null ? undefined : quantileFunction(recorded)?.(0.5)) ?? Number.NaN;
}

/** A model whose parts are the slices of the recorded distribution, constants all. */
function modelOf(recorded: RecordedLatency | null): LatencyModel {
  const at = recorded === null ? undefined : quantileFunction(recorded);
  if (at === undefined) {
    return { parts: [{ weight: 1, medianMs: ASSUMED_LATENCY_MS, sigma: 0.5 }], capMs: Infinity };
  }
  return {
    parts: FINE_SLICES.map(([middle, width]) => ({ weight: width, medianMs: at(middle), sigma: 0 })),
    capMs: Infinity,
  };
}

/** The phases of the gateway's own time on a route: those that exist get an equal part of it. */
export function overheadOf(overheadMs: number, stage: StagePlan, route: RoutePlan): Overhead {
  const count = 1 + (stage.webAcl ? 1 : 0) + (route.authorizer === null ? 0 : 1);
  const medianMs = overheadMs / count / Math.exp(OVERHEAD_SIGMA ** 2 / 2);
  const phase: LatencyModel = { parts: [{ weight: 1, medianMs, sigma: OVERHEAD_SIGMA }], capMs: Infinity };
  return {
    waf: stage.webAcl ? phase : null,
    authorizer: route.authorizer === null ? null : phase,
    gateway: phase,
  };
}

/**
 * The ways in which the requests of a period ended; share times requests is a whole number. Who made an error is not recorded:
 * requests that never reached the integration are taken to be the client errors first, then server errors;
 * all further errors are the backend's.
 */
export function rebuildOutcomes(
  cell: Cell,
  kind: ApiKind,
  latency: RebuiltLatency,
  overhead: Overhead,
): Outcome[] {
  const { tally } = cell;
  const isSocket = kind === "websocket";
  const left = { integrated: tally.integrated, other: 0, all: tally.requests };
  const take = (wanted: number, from: "integrated" | "other") => {
    const taken = Math.max(0, Math.min(wanted, left[from], left.all));
    left[from] -= taken;
    left.all -= taken;
    return taken;
  };
  left.other = tally.requests - tally.integrated;
  const hits = take(tally.cacheHits, "other");
  const rejectedClient = take(tally.clientErrors, "other");
  const rejectedServer = take(isSocket ? tally.executionErrors : tally.serverErrors, "other");
  const lateServer = isSocket ? take(tally.executionErrors - rejectedServer, "integrated") : 0;
  const backendClient = take(tally.clientErrors - rejectedClient, "integrated");
  const backendServer = take(
    isSocket ? tally.integrationErrors : tally.serverErrors - rejectedServer,
    "integrated",
  );
  const served = left.integrated;
  const unserved = left.other;
  // A miss may end in an error as well; successes take what the errors' even part leaves.
  const missShare = tally.integrated === 0 ? 0 : Math.min(1, tally.cacheMisses / tally.integrated);
  const missesOf = (count: number) => Math.round(count * missShare);
  const failedMisses = missesOf(backendClient) + missesOf(backendServer);
  const servedMisses = Math.max(0, Math.min(served, tally.cacheMisses - failedMisses));

  const reached = (status: number, cache: Outcome["cache"] = null): Outcome => ({
    share: 0,
    status,
    responseType: null,
    integrationStatus: status,
    integrationError: null,
    integrationLatency: latency.integration,
    overhead,
    cache,
    client: null,
    canary: false,
    coldStart: false,
  });
  const unreached = (
    status: number,
    responseType: string | null,
    cache: Outcome["cache"] = null,
  ): Outcome => ({
    ...reached(status, cache),
    responseType,
    integrationStatus: null,
    integrationLatency: null,
  });
  const counted: { outcome: Outcome; count: number }[] = [
    { outcome: reached(200), count: served - servedMisses },
    { outcome: reached(200, "miss"), count: servedMisses },
    { outcome: unreached(200, null, "hit"), count: hits },
    { outcome: unreached(200, null), count: unserved },
    { outcome: unreached(400, "DEFAULT_4XX"), count: rejectedClient },
    { outcome: unreached(500, "DEFAULT_5XX"), count: rejectedServer },
    // A WebSocket client error is the gateway's by definition; elsewhere the backend answered.
    {
      outcome: isSocket ? { ...reached(400), responseType: "DEFAULT_4XX" } : reached(400),
      count: backendClient - missesOf(backendClient),
    },
    { outcome: reached(400, "miss"), count: missesOf(backendClient) },
    { outcome: reached(500), count: backendServer - missesOf(backendServer) },
    { outcome: reached(500, "miss"), count: missesOf(backendServer) },
    { outcome: { ...reached(500), responseType: "DEFAULT_5XX" }, count: lateServer },
  ];
  return counted
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => ({ ...outcome, share: count / tally.requests }));
}

/** Tells the canary's part of each outcome, by the share of traffic that it gets. */
export function splitCanary(outcomes: readonly Outcome[], canaryPercent: number | null): Outcome[] {
  if (canaryPercent === null || !(canaryPercent > 0)) return [...outcomes];
  const share = Math.min(1, canaryPercent / 100);
  return outcomes.flatMap((outcome) => [
    { ...outcome, share: outcome.share * (1 - share) },
    { ...outcome, share: outcome.share * share, canary: true },
  ]);
}
