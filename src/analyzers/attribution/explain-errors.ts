import type { Evidence, Finding } from "../../model/finding.ts";
import type { Target } from "../../model/target.ts";
import { bindingLimit, limitActions, limitSentence } from "../shared/binding-limit.ts";
import type { LogSides } from "../shared/log-sides.ts";
import { topsOf } from "../shared/log-tops.ts";
import { formatCount, formatFactor, formatShare } from "../shared/wording.ts";
import { callerRise, type CallerRise } from "./callers.ts";
import { isErrorOf, outcomeRises, type ErrorClass, type OutcomeRise } from "./outcomes.ts";
import { errorPlaces, type ErrorPlace } from "./places.ts";
import { verdictOf, type Verdict } from "./verdicts.ts";

/** What the log adds to a finding. */
export interface Explanation {
  readonly kind: Finding["cause"]["kind"];
  readonly detail: string;
  readonly evidence: readonly Evidence[];
  readonly actions: readonly string[];
}

/** Fewer added errors among the lines that were read explain nothing. */
const LEAST_ADDED = 5;
/** Where less than this part of the errors was added, the lines do not show the rise. */
const LEAST_PART = 0.3;
/** A deployment that serves this part of the requests now, and next to none before, came with the rise. */
const NEARLY_ALL = 0.9;
/** Places that are named; more are no explanation. */
const MOST_PLACES = 2;
/** A message said of most of the added errors is their message. */
const MOST = 0.5;
/** From so many times the traffic before on, a failing caller is a storm of retries. */
const STORM = 3;
/** What turns requests away whatever release of the API would have served them. */
const BEFORE_RELEASES: ReadonlySet<string> = new Set(["throttle", "quota", "waf"]);
/** Paths that do not exist have no route, so a scan shows as requests without one. */
const UNKNOWN_PATH: ReadonlySet<string> = new Set(["MISSING_AUTHENTICATION_TOKEN", "RESOURCE_NOT_FOUND"]);

/** Null where the lines do not show the rise that the metrics do. */
export function explainErrors(
  { route }: Finding,
  target: Target,
  sides: LogSides,
  errorClass: ErrorClass,
): Explanation | null {
  const rises = outcomeRises(sides, errorClass);
  const [main] = rises;
  const added = rises.reduce((sum, { excess }) => sum + excess, 0);
  const errors = sides.now.counts.reduce(
    (sum, count) => sum + (isErrorOf(count, errorClass) ? count.requests : 0),
    0,
  );
  if (main === undefined || added < LEAST_ADDED || added < LEAST_PART * errors) return null;
  const message = addedMessage(sides, added);
  const verdict = verdictOf(main, sides.fields.has("responseType"), message);
  const caller = callerRise(sides, errorClass, added);
  // No release of the API refuses what a limit or the web ACL does, or makes one caller alone fail.
  const isRelease = caller === null && !BEFORE_RELEASES.has(verdict.kind);
  const places = errorPlaces(sides, errorClass, route, isRelease).slice(0, MOST_PLACES);
  const [place] = places;
  const deployment = isRelease ? newDeployment(sides) : null;
  const limit = main.responseType === "THROTTLED" ? bindingLimit(target, sides.now) : null;
  const isScan = errorClass === 4 && UNKNOWN_PATH.has(main.responseType ?? "") && isUnrouted(sides, main);
  const sentences = [
    `${formatShare(main.excessShare)} of the added errors are ${outcomeName(main)}: ${verdict.what}.`,
    places.map(placeSentence).join(" "),
    callerSentence(caller, sides),
    limit === null ? "" : limitSentence(limit),
    isScan ? "They name no route of the API: somebody tries unknown paths." : "",
    deployment === null ? "" : `Deployment ${deployment} serves them, and served none before.`,
    message === null ? "" : `Their message: "${message}".`,
    sides.now.sampledShare < 0.995
      ? `(Read of the log: ${formatShare(sides.now.sampledShare)} of the time.)`
      : "",
  ];
  return {
    kind: kindOf(verdict, isNewerRelease(place, target) || deployment !== null, caller, errorClass),
    detail: sentences.filter((sentence) => sentence !== "").join(" "),
    evidence: [
      ...rises.slice(0, 3).map((rise) => outcomeEvidence(rise, sides)),
      ...places.map(placeEvidence),
      ...(caller === null ? [] : callerEvidence(caller)),
    ],
    actions: [
      ...placeActions(place, target),
      ...(deployment === null ? [] : [`Consider rolling back deployment ${deployment}.`]),
      // Whom the gateway's own rules turn away need not have changed anything.
      ...(caller === null || limit !== null || isRule(verdict) ? [] : callerActions(caller)),
      ...(limit === null ? verdict.actions : limitActions(limit)),
      ...(caller !== null && limit === null && isRule(verdict) ? callerActions(caller) : []),
    ],
  };
}

/** A release that alone fails is the cause, and so is a caller whose requests are refused for what they are. */
function kindOf(
  { kind }: Verdict,
  isRelease: boolean,
  caller: CallerRise | null,
  errorClass: ErrorClass,
): Verdict["kind"] {
  if (isRelease && (kind === "integration" || kind === "client" || kind === "configuration"))
    return "deployment";
  const isOfCaller = kind === "authorizer" || (kind === "downstream" && errorClass === 4);
  return isOfCaller && caller !== null ? "client" : kind;
}

/** Whether the place is the canary or a deployment that came last: what fails beside a newer one is not what was released. */
function isNewerRelease(place: ErrorPlace | undefined, { configuration }: Target): boolean {
  const { deployment, release } = place?.where ?? {};
  if (release === "canary") return true;
  const newest = configuration?.deployments[0]?.id;
  return deployment !== undefined && (newest === undefined || newest === deployment);
}

/** The one that took over the requests between the two sides, or null. */
function newDeployment({ now, before }: LogSides): string | null {
  const shareOf = (side: LogSides["now"], id: string): number =>
    side.counts.reduce((sum, count) => sum + (count.deploymentId === id ? count.requests : 0), 0) /
    side.requests;
  const ids = new Set(now.counts.flatMap(({ deploymentId }) => deploymentId ?? []));
  return (
    [...ids].find((id) => shareOf(now, id) >= NEARLY_ALL && shareOf(before, id) <= 1 - NEARLY_ALL) ?? null
  );
}

function outcomeName({ status, responseType }: OutcomeRise): string {
  return responseType === null ? String(status) : `${status} ${responseType}`;
}

function addedMessage({ now, before }: LogSides, added: number): string | null {
  const earlier = new Map(topsOf(before, "message").map(({ text, requests }) => [text, requests]));
  const rises = topsOf(now, "message").map(({ text, requests }) => ({
    text,
    excess: requests - ((earlier.get(text) ?? 0) * now.requests) / before.requests,
  }));
  const [first] = rises.sort((left, right) => right.excess - left.excess);
  return first !== undefined && first.excess >= MOST * added ? first.text : null;
}

function isUnrouted({ now }: LogSides, { status, responseType }: OutcomeRise): boolean {
  const same = now.counts.filter((count) => count.status === status && count.responseType === responseType);
  const all = same.reduce((sum, { requests }) => sum + requests, 0);
  const unrouted = same.reduce((sum, { route, requests }) => sum + (route === null ? requests : 0), 0);
  return unrouted >= MOST * all;
}

function placeName({ route, deployment, release }: ErrorPlace["where"]): string {
  return [
    route,
    deployment === undefined ? undefined : `deployment ${deployment}`,
    release === undefined
      ? undefined
      : release === "canary"
        ? "the canary release"
        : "the stage beside its canary",
  ]
    .filter((part) => part !== undefined)
    .join(" with ");
}

function placeSentence(place: ErrorPlace): string {
  const { now, before, excessShare } = place;
  return `${formatShare(excessShare)} of them are of ${placeName(place.where)}, where ${formatShare(now.errors / now.total)} failed (before: ${formatShare(before.total === 0 ? 0 : before.errors / before.total)}).`;
}

function placeEvidence(place: ErrorPlace): Evidence {
  const { now, before } = place;
  return {
    label: `Errors of ${placeName(place.where)}`,
    baseline: before.total === 0 ? null : before.errors / before.total,
    observed: now.errors / now.total,
    unit: "ratio",
    source: "access-logs",
  };
}

function placeActions(place: ErrorPlace | undefined, target: Target): string[] {
  if (place === undefined || !isNewerRelease(place, target)) return [];
  const { deployment, release } = place.where;
  if (release === "canary") return ["Roll the canary back: the stage beside it does not fail like this."];
  return deployment === undefined
    ? []
    : [`Roll back deployment ${deployment}: requests of others do not fail like this.`];
}

const CALLER = { apiKey: "API key", userAgent: "user agent", client: "address" } as const;

function callerName({ dimension, text }: CallerRise): string {
  return `${CALLER[dimension]} ${text}`;
}

function callerSentence(caller: CallerRise | null, { now, before }: LogSides): string {
  if (caller === null) return "";
  const rate = caller.now.requests / now.seconds;
  const rateBefore = caller.before.requests / before.seconds;
  const storm =
    rateBefore > 0 && rate >= STORM * rateBefore
      ? ` It calls ${formatFactor(rate / rateBefore)} as often as before: a storm of retries.`
      : rateBefore === 0
        ? " It did not call before."
        : "";
  return `${formatShare(caller.excessShare)} of them are of one caller, ${callerName(caller)}: ${formatCount(caller.now.errors)} of its ${formatCount(caller.now.requests)} requests.${storm}`;
}

function callerEvidence(caller: CallerRise): Evidence[] {
  const ratio = ({ requests, errors }: CallerRise["now"]): number | null =>
    requests === 0 ? null : Math.min(1, errors / requests);
  return [
    {
      label: `Errors of ${callerName(caller)}`,
      baseline: ratio(caller.before),
      observed: ratio(caller.now),
      unit: "ratio",
      source: "access-logs",
    },
    {
      label: `Share of all requests of ${callerName(caller)}`,
      baseline: caller.trafficShareBefore,
      observed: caller.trafficShare,
      unit: "ratio",
      source: "access-logs",
    },
  ];
}

/** Whether a rule of the owner's refused them, which is to be looked at first. */
function isRule({ kind }: Verdict): boolean {
  return kind === "waf" || kind === "quota";
}

function callerActions(caller: CallerRise): string[] {
  const name = callerName(caller);
  if (caller.dimension !== "apiKey" && caller.before.requests === 0) {
    return [
      `Find out who ${name} is, which did not call before; a rate-based rule of a web ACL can stop it.`,
    ];
  }
  return caller.dimension === "userAgent"
    ? [`Ask whose release "${caller.text}" is what changed in it; other programs are not affected.`]
    : [`Talk to the owner of ${name}, or limit it: the other callers are not the reason.`];
}

function outcomeEvidence(rise: OutcomeRise, { now, before }: LogSides): Evidence {
  return {
    label: `${outcomeName(rise)} of all requests`,
    baseline: rise.before / before.requests,
    observed: rise.now / now.requests,
    unit: "ratio",
    source: "access-logs",
  };
}
