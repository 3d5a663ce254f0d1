import { responseTypeFact } from "../../catalog/response-types.ts";
import { MINUTE_MS } from "../../core/window.ts";
import type { LogCount } from "../../model/log-slice.ts";
import type { Analyzer, AnalyzerInput, FindingDraft } from "../analyzer.ts";
import { bindingLimit, limitActions, limitSentence } from "../shared/binding-limit.ts";
import { isoTime } from "../shared/iso-time.ts";
import { toSide, type LogSide } from "../shared/log-sides.ts";
import { topsOf } from "../shared/log-tops.ts";
import { settledWindow } from "../shared/scope.ts";
import { formatCount, formatList, formatShare, formatWhen } from "../shared/wording.ts";

/** Response types that say so; a status of 429 alone may be the backend's. */
const KINDS = [
  { type: "THROTTLED", kind: "throttle", what: "a rate limit was reached" },
  { type: "QUOTA_EXCEEDED", kind: "quota", what: "the quota of a usage plan was used up" },
] as const;
const LEAST_REQUESTS = 10;
const LEAST_SHARE = 0.005;
const WARNING_SHARE = 0.05;
/** Throttling that was there to the same part before the window is how this API is run. */
const RISE = 2;
/** Of the requests of a key that has no quota left. */
const MOSTLY = 0.5;
const LASTING_MS = 15 * MINUTE_MS;

/** Requests that access logs show to be turned away by a limit, whoever else counts them. */
export const turnedAway: Analyzer = {
  id: "throttling/turned-away",
  title: "Requests turned away by a limit",
  needs: ["requests"],
  readsLogs: true,
  analyze(input) {
    const { snapshot, target } = input;
    const slices = snapshot.logs.filter((slice) => slice.target === target.id);
    const now = toSide(slices, settledWindow(input));
    const before = toSide(slices, { startMs: -Infinity, endMs: snapshot.window.startMs });
    return KINDS.flatMap((kind) => {
      const own = now.counts.filter(({ responseType }) => responseType === kind.type);
      const earlier = before.counts.filter(({ responseType }) => responseType === kind.type);
      const count = total(own);
      const share = count / Math.max(1, now.requests);
      const usual = before.requests === 0 ? null : total(earlier) / before.requests;
      if (count < LEAST_REQUESTS || share < LEAST_SHARE || share < RISE * (usual ?? 0)) return [];
      return [toFinding(input, kind, { now, own, count, share, usual })];
    });
  },
};

interface Seen {
  readonly now: LogSide;
  readonly own: readonly LogCount[];
  readonly count: number;
  readonly share: number;
  readonly usual: number | null;
}

function toFinding(
  input: AnalyzerInput,
  { type, kind, what }: (typeof KINDS)[number],
  { now, own, count, share, usual }: Seen,
): FindingDraft {
  const minutes = own.map(({ minuteMs }) => minuteMs);
  const startMs = minutes.reduce((least, minuteMs) => Math.min(least, minuteMs), Infinity);
  const lastMs = minutes.reduce((most, minuteMs) => Math.max(most, minuteMs), -Infinity) + MINUTE_MS;
  const endMs = lastMs >= settledWindow(input).endMs - LASTING_MS ? null : lastMs;
  const limit = type === "THROTTLED" ? bindingLimit(input.target, now) : null;
  const keys = topsOf(now, "apiKey").filter(({ requests, errors4xx }) => errors4xx >= MOSTLY * requests);
  const who =
    limit !== null
      ? limitSentence(limit)
      : keys.length > 0
        ? `Mostly refused: API key ${formatList(keys.map(({ text }) => text))}.`
        : "The lines do not tell whose.";
  const status = responseTypeFact(type)?.status ?? 429;
  return {
    severity: share >= WARNING_SHARE ? "warning" : "info",
    route: null,
    title: `${type}: ${formatShare(share)} of requests turned away`,
    summary: `${formatCount(count)} of the ${formatCount(now.requests)} requests that were read in the access log were answered ${status} ${type} ${formatWhen(startMs, endMs)}: ${what}. ${who}`,
    startedAt: isoTime(startMs),
    endedAt: isoTime(endMs),
    confidence: 0.95,
    impact: { requests: count, share },
    cause: { kind, detail: who },
    evidence: [
      {
        label: `${status} ${type} of all requests`,
        baseline: usual,
        observed: share,
        unit: "ratio",
        source: "access-logs",
      },
      {
        label: `Requests read (${formatShare(now.sampledShare)} of the time)`,
        baseline: null,
        observed: now.requests,
        unit: "requests",
        source: "access-logs",
      },
    ],
    actions:
      limit !== null
        ? limitActions(limit)
        : [
            "Raise the quota of the usage plan, or agree with its caller on fewer requests until it starts anew.",
          ],
    links: [],
  };
}

function total(counts: readonly LogCount[]): number {
  return counts.reduce((sum, { requests }) => sum + requests, 0);
}
