import { hashText } from "../../core/hash.ts";
import { createRandom } from "../../core/random.ts";
import { MINUTE_MS, type Window } from "../../core/window.ts";
import type { CauseKind, Evidence, Finding } from "../../model/finding.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { StepChange, TraceComparison, TracePhase } from "../../model/trace-report.ts";
import { formatCount, formatMs, formatShare } from "../shared/wording.ts";
import { compareProfiles } from "../traces/compare-profiles.ts";
import { failingStep } from "../traces/failing-step.ts";
import { findPatterns } from "../traces/find-patterns.ts";
import type { RequestProfile } from "../traces/profile-trace.ts";
import { profileSlices } from "../traces/profile-slices.ts";
import { isFailure, isTraced } from "../trace-questions.ts";

/** The start of an incident is known to a minute or two: requests of the minutes before are on neither side. */
const UNSURE_MS = 2 * MINUTE_MS;
/** A step that is the greatest in fewer resamples is not named alone, and a side with less of the added time not at all. */
const SURE = 0.7;
/** What adds less than this part is not the reason. */
const LEAST_SHARE = 0.2;
/** Fewer failing requests tell of themselves. */
const LEAST_FAILING = 3;
const MOST = 0.5;
/** Cold starts that became more frequent by this part of the requests are told of. */
const LEAST_COLD = 0.05;
const TRACES_ACTION = /^Look at traces of slow requests/;

/**
 * The finding with what traces say of it, where they were read of the incident and, for a latency, of the time before it: the step
 * that requests wait for longer, or in which they fail. Where the samples do not show it, the finding as it is.
 */
export function explainTraces(finding: Finding, snapshot: Snapshot): Finding {
  const slices = (snapshot.traces ?? []).filter(({ target }) => target === finding.target);
  const target = snapshot.targets.find(({ id }) => id === finding.target);
  if (target === undefined || slices.length === 0 || !isTraced(finding)) return finding;
  const startMs = Date.parse(finding.startedAt);
  const endMs = finding.endedAt === null ? snapshot.window.endMs : Date.parse(finding.endedAt);
  const { profiles } = profileSlices(slices, target);
  const ofRoute = profiles.filter(({ route }) => finding.route === null || route === finding.route);
  const within = (span: Window): RequestProfile[] =>
    ofRoute.filter((one) => one.startMs >= span.startMs && one.startMs < span.endMs);
  const now = within({ startMs, endMs });
  if (isFailure(finding.analyzer)) return withFailures(finding, now);
  const isEven = ({ pick }: RequestProfile): boolean => pick === "sample";
  const before = within({ startMs: -Infinity, endMs: startMs - UNSURE_MS });
  const random = createRandom(hashText(`${finding.target} ${finding.analyzer} ${finding.startedAt}`));
  const comparison = compareProfiles(before.filter(isEven), now.filter(isEven), random);
  return comparison === null || comparison.lowMs <= 0 ? finding : withDelay(finding, comparison, now);
}

function withDelay(finding: Finding, comparison: TraceComparison, now: readonly RequestProfile[]): Finding {
  const { steps, before, after, addedMs } = comparison;
  const [first, second] = steps;
  if (first === undefined || (first.share ?? 0) < LEAST_SHARE) return finding;
  const isSure = first.confidence >= SURE;
  const named = isSure || second === undefined ? [first] : [first, second];
  const slowest = now.toSorted((left, right) => right.durationMs - left.durationMs)[0];
  return extended(finding, {
    kind: mostlyOf(steps),
    sentences: [
      `Traces of ${formatCount(before.requests)} requests before and ${formatCount(after.requests)} since: ${named.map(changeText).join(", ")}, of ${formatMs(addedMs)} added in all.`,
      isSure ? "" : "Chance may have put one of them before the other.",
      gatewayText(steps, first),
      coldText(comparison),
      repeatText(now),
    ],
    evidence: named.map((step) => toEvidence(step)),
    actions: [
      `Look at ${first.label}: it is where requests wait longer.`,
      ...(slowest === undefined ? [] : [`Look at trace ${slowest.traceId}, one of the slowest.`]),
    ],
  });
}

function changeText({ share, label, beforeMs, afterMs }: StepChange): string {
  const part = share === null ? "" : `${formatShare(Math.min(1, share))} of it in `;
  return `${part}${label} (${formatMs(beforeMs)} to ${formatMs(afterMs)} a request)`;
}

/** That it is not the gateway is worth a word: it is what the owner of the backend will ask. */
function gatewayText(steps: readonly StepChange[], first: StepChange): string {
  if (first.phase === "gateway") return "";
  const own = steps.filter(({ phase }) => phase === "gateway");
  const beforeMs = own.reduce((sum, step) => sum + step.beforeMs, 0);
  const afterMs = own.reduce((sum, step) => sum + step.afterMs, 0);
  if (own.length === 0 || own.some(({ lowMs }) => lowMs > 0)) return "";
  return `The gateway's own time did not grow: ${formatMs(beforeMs)} before, ${formatMs(afterMs)} now.`;
}

function coldText({ coldStartRatio: { before, after } }: TraceComparison): string {
  if (after - before < LEAST_COLD) return "";
  return `${formatShare(after)} of the requests meet a cold start, before ${formatShare(before)}.`;
}

function repeatText(now: readonly RequestProfile[]): string {
  const first = findPatterns(now).find(({ kind }) => kind !== "cold-start");
  if (first === undefined || first.requests < MOST * now.length) return "";
  const times = Number(first.timesPerRequest.toFixed(1));
  return first.kind === "retries"
    ? `${first.label} is tried again ${times} times a request.`
    : `${first.label} is called ${times} times in a row by each request.`;
}

function withFailures(finding: Finding, now: readonly RequestProfile[]): Finding {
  const failing = now.filter(({ isFault }) => isFault).map(failingStep);
  const counts = new Map<string | null, number>();
  for (const { label } of failing) counts.set(label, (counts.get(label) ?? 0) + 1);
  const [top] = [...counts].sort(([, left], [, right]) => right - left);
  if (top === undefined || failing.length < LEAST_FAILING || top[1] < MOST * failing.length) return finding;
  const [label, count] = top;
  const own = failing.filter((one) => one.label === label);
  const part = formatShare(count / failing.length);
  const said = own.find(({ cause }) => cause !== null)?.cause;
  return extended(finding, {
    kind: kindOf(own[0]?.phase ?? "integration"),
    sentences: [
      `Traces of ${failing.length} failed requests: ${label === null ? `behind ${part} of them nothing fails, so the status is what the backend answered` : `${part} of them fail in ${label}`}${said === undefined || said === null ? "" : `: "${said}"`}.`,
    ],
    evidence: [
      {
        label: `Failed requests ${label === null ? "that the backend answered" : `that fail in ${label}`}`,
        baseline: null,
        observed: count / failing.length,
        unit: "ratio",
        source: "traces",
      },
    ],
    actions: own[0] === undefined ? [] : [`Look at trace ${own[0].traceId}, one of those that failed.`],
  });
}

interface Told {
  /** What it would be where nothing else is known. */
  readonly kind: CauseKind | null;
  readonly sentences: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly actions: readonly string[];
}

function extended(finding: Finding, { kind, sentences, evidence, actions }: Told): Finding {
  const { cause } = finding;
  const detail = [cause.detail, ...sentences].filter((sentence) => sentence !== "").join(" ");
  return {
    ...finding,
    cause: { kind: cause.kind === "unknown" && kind !== null ? kind : cause.kind, detail },
    evidence: [...finding.evidence, ...evidence],
    actions: [...finding.actions.filter((action) => !TRACES_ACTION.test(action)), ...actions],
  };
}

/** The side that nearly all of the added time is on, whichever of its steps has more of it. */
function mostlyOf(steps: readonly StepChange[]): CauseKind | null {
  const shares = new Map<CauseKind, number>();
  for (const { phase, share } of steps)
    shares.set(kindOf(phase), (shares.get(kindOf(phase)) ?? 0) + (share ?? 0));
  const [top] = [...shares].sort(([, left], [, right]) => right - left);
  return top !== undefined && top[1] >= SURE ? top[0] : null;
}

function kindOf(phase: TracePhase): CauseKind {
  if (phase === "gateway" || phase === "waf" || phase === "authorizer") return phase;
  return "integration";
}

function toEvidence({ label, beforeMs, afterMs }: StepChange): Evidence {
  const round = (ms: number): number => Math.round(ms * 1_000) / 1_000;
  return {
    label: `Wait for ${label}, mean a request`,
    baseline: round(beforeMs),
    observed: round(afterMs),
    unit: "ms",
    source: "traces",
  };
}
