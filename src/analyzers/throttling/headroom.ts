import { accountThrottle } from "../../catalog/account-throttle.ts";
import { metricFact } from "../../catalog/metrics.ts";
import { MINUTE_MS } from "../../core/window.ts";
import type { Analyzer, AnalyzerInput, FindingDraft } from "../analyzer.ts";
import { countGrid, countSeries } from "../shared/counts.ts";
import { timeAt } from "../shared/grid.ts";
import { isoTime } from "../shared/iso-time.ts";
import { graphLink } from "../shared/graph-link.ts";
import { periodsOf, routesWithMetrics, settledWindow, type Scope } from "../shared/scope.ts";
import { formatCount, formatShare, formatWhen } from "../shared/wording.ts";

/** From this share of a limit on, a burst within the minute can already be turned away. */
const NEAR = 0.8;
/** Fewer such periods are a moment. */
const LEAST_PERIODS = 3;
const LASTING_MS = 15 * MINUTE_MS;

/** A limit that the request rate of a scope is held against. */
interface Limit {
  readonly route: string | null;
  readonly name: string;
  /** Requests a second. */
  readonly perSecond: number;
}

/** How close the request rate came to the limits that are configured, and to the account's. */
export const headroom: Analyzer = {
  id: "throttling/headroom",
  title: "Little headroom below a rate limit",
  needs: ["requests"],
  analyze(input) {
    const [first] = limitsOf(input)
      .flatMap((limit) => nearLimit(input, limit) ?? [])
      .sort((left, right) => right.share - left.share);
    return first === undefined ? [] : [toFinding(input, first)];
  },
};

function limitsOf(input: AnalyzerInput): Limit[] {
  const { configuration, region } = input.target;
  const stage = configuration?.throttle?.rateLimit;
  const account = { route: null, name: "the account's limit", perSecond: accountThrottle(region).rateLimit };
  const withMetrics = new Set(routesWithMetrics(input));
  const ofRoutes = (configuration?.routes ?? []).flatMap(({ key, throttle }): Limit[] =>
    throttle === null || !withMetrics.has(key)
      ? []
      : [{ route: key, name: `the limit of ${key}`, perSecond: throttle.rateLimit }],
  );
  const ofStage = stage === undefined ? [] : [{ route: null, name: "the stage's limit", perSecond: stage }];
  // A limit of 0 turns everything away on purpose, a negative one is none.
  return [...ofRoutes, ...ofStage, account].filter(({ perSecond }) => perSecond > 0);
}

interface Near {
  readonly limit: Limit;
  readonly share: number;
  readonly peakMs: number;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly periods: number;
  readonly periodMs: number;
  readonly requests: number;
  readonly allRequests: number;
}

function nearLimit(input: AnalyzerInput, limit: Limit): Near | null {
  const scope: Scope = { input, route: limit.route };
  const span = settledWindow(input);
  const periods = periodsOf(countSeries(scope, "requests"), input.snapshot.window.startMs);
  const grid = periods && countGrid(scope, "requests", periods.fineMs, span);
  if (!periods || !grid) return null;
  const most = limit.perSecond * (periods.fineMs / 1_000);
  const near = [...grid.values].flatMap((requests, index) =>
    requests >= NEAR * most ? [{ index, requests }] : [],
  );
  const [first] = near;
  const last = near.at(-1);
  const peak = [...near].sort((left, right) => right.requests - left.requests)[0];
  if (first === undefined || last === undefined || peak === undefined || near.length < LEAST_PERIODS)
    return null;
  const endMs = timeAt(grid, last.index) + periods.fineMs;
  return {
    limit,
    share: peak.requests / most,
    peakMs: timeAt(grid, peak.index),
    startMs: timeAt(grid, first.index),
    endMs: endMs >= span.endMs - LASTING_MS ? null : endMs,
    periods: near.length,
    periodMs: periods.fineMs,
    requests: near.reduce((sum, { requests }) => sum + requests, 0),
    allRequests: grid.values.reduce((sum, requests) => sum + (requests || 0), 0),
  };
}

function toFinding(input: AnalyzerInput, near: Near): FindingDraft {
  const { limit, share, periodMs } = near;
  const perSecond = share * limit.perSecond;
  const where = limit.route === null ? "" : ` on ${limit.route}`;
  const metric = metricFact(input.target.kind, "requests")?.metric ?? "Requests";
  return {
    severity: "info",
    route: limit.route,
    title: `Little headroom${where}: ${formatShare(share)} of ${limit.name}`,
    summary:
      `At its busiest the request rate was ${rate(perSecond)} a second, ${formatShare(share)} of ${limit.name} of ${rate(limit.perSecond)} a second; ` +
      `${near.periods} periods of ${periodMs / MINUTE_MS} min were above ${formatShare(NEAR)} of it ${formatWhen(near.startMs, near.endMs)}. ` +
      "These are means over a period: bursts within it are higher, and the first requests are turned away (429) before the mean reaches the limit.",
    startedAt: isoTime(near.startMs),
    endedAt: isoTime(near.endMs),
    confidence: 0.9,
    impact: { requests: Math.round(near.requests), share: Math.min(1, near.requests / near.allRequests) },
    cause: {
      kind: "throttle",
      detail: `The rate comes close to ${limit.name}. Limits are token buckets, so how long a burst passes depends on the burst limit too.`,
    },
    evidence: [
      {
        label: `${metric} a minute at its busiest, against the limit`,
        baseline: limit.perSecond * 60,
        observed: perSecond * 60,
        unit: "requests/min",
        source: "metrics",
      },
      { label: "Share of the limit", baseline: null, observed: share, unit: "ratio", source: "metrics" },
    ],
    actions: [
      "Compare the expected growth with the limit, and raise it in time where the backend can take more.",
      "Make sure that callers back off on 429.",
    ],
    links: [graphLink({ input, route: limit.route }, [{ measure: "requests", stat: "Sum" }], near.peakMs)],
  };
}

function rate(perSecond: number): string {
  return perSecond >= 100 ? formatCount(perSecond) : String(Number(perSecond.toPrecision(2)));
}
