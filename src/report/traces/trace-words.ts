import type {
  TargetTraces,
  TraceComparison,
  TracedRequest,
  TracePattern,
  TracePhase,
  TraceReport,
} from "../../model/trace-report.ts";
import { formatMs, formatRatio, UNKNOWN } from "../text/format.ts";
import { targetLabels } from "../view/target-labels.ts";

/** How phases are called where people read them. */
export const PHASE_NAMES: Readonly<Record<TracePhase, string>> = {
  gateway: "gateway",
  waf: "web ACL",
  authorizer: "authorizer",
  integration: "call of the integration",
  "lambda-service": "Lambda service",
  "lambda-init": "cold start",
  "lambda-code": "function's own code",
  "lambda-overhead": "Lambda overhead",
  downstream: "downstream",
};

/** What the two sets of a comparison are called, before and after as their fields have it. */
export interface SideNames {
  readonly before: string;
  readonly after: string;
}
export const SPANS: SideNames = { before: "before", after: "after" };
export const SPEEDS: SideNames = { before: "fast", after: "slow" };
export const CANARY: SideNames = { before: "base", after: "canary" };

/** What readers know the targets by, as in a report; one that the report has no traces of by its id. */
export function targetNames({ targets }: TraceReport): (id: string) => string {
  const labels = targetLabels(targets.map(({ target, ...named }) => ({ ...named, id: target })));
  return (id) => labels.get(id) ?? id;
}

/** How often the two sets meet cold starts, where that differs enough to matter. */
export function coldStartWords({ coldStartRatio }: TraceComparison, names: SideNames): string[] {
  const { before, after } = coldStartRatio;
  if (Math.abs(after - before) < 0.05) return [];
  return [`Cold starts: ${names.before} ${formatRatio(before)}, ${names.after} ${formatRatio(after)}.`];
}

/** "POST /orders 502", as far as it is known. */
export function requestName({ route, status }: TracedRequest): string {
  return [route ?? UNKNOWN, status ?? UNKNOWN].join(" ");
}

/** One sentence a pattern. */
export function patternSentence({ kind, label, ...one }: TracePattern, requests: number): string {
  const of = `${one.requests} of ${requests} requests`;
  const times = Number(one.timesPerRequest.toFixed(1));
  if (kind === "cold-start") return `Cold starts of ${label}: ${of}, ${formatMs(one.meanMs)} each.`;
  if (kind === "retries") {
    return `Retries of ${label}: ${of}, ${times} a request; all attempts together take ${formatMs(one.meanMs)}.`;
  }
  return `${label} is called ${times} times one after the other in ${of}, which takes ${formatMs(one.meanMs)}: look for a loop over items that one call could answer.`;
}

/** Sentences on what a reader should know before trusting the numbers. */
export function traceNotes({ problems, requests, found, sampledShare }: TargetTraces): string[] {
  const said: [number, string][] = [
    [problems.malformed, "Parts of traces that could not be read, and were left out"],
    [problems.cut, "Traces larger than X-Ray keeps, of which spans are missing"],
    [problems.inProgress, "Spans that had not ended, counted up to their last part"],
    [problems.missingParents, "Spans whose caller is missing, put where their time lies"],
    [problems.skewed, "Documents moved by less than 100 ms, since their clock differs"],
    [problems.outlasting, "Spans that outlast their caller, of which the part behind it counts for nobody"],
  ];
  const few = requests > 0 && requests < 30 ? [`Only ${requests} requests: percentiles say little.`] : [];
  const part =
    sampledShare < 0.995 && found > 0
      ? ["Of busy times a part was looked at; --max-traces asks for more."]
      : [];
  return [
    ...said.filter(([count]) => count > 0).map(([count, text]) => `${text}: ${count}.`),
    ...few,
    ...part,
  ];
}
