import type { Dimension, Evidence, Finding, Verdict } from "../../model/finding.ts";
import type { IntegrationKind, Target } from "../../model/target.ts";
import { bindingLimit, limitActions, limitSentence } from "../shared/binding-limit.ts";
import type { LogSides } from "../shared/log-sides.ts";
import { topsOf } from "../shared/log-tops.ts";
import { formatShare } from "../shared/wording.ts";
import { callerActions, callerEvidence, callerSentence } from "./caller-text.ts";
import { callerRise, type CallerRise } from "./callers.ts";
import { errorDimensions } from "./error-dimensions.ts";
import { errorMeaning, type ErrorMeaning } from "./error-meaning.ts";
import { isErrorOf, outcomeRises, type ErrorClass, type OutcomeRise } from "./outcomes.ts";
import { errorPlaces, type ErrorPlace } from "./places.ts";
import { releaseByTime } from "./release-by-time.ts";

/** What the log adds to a finding. */
export interface Explanation {
  readonly kind: Finding["cause"]["kind"];
  readonly detail: string;
  readonly evidence: readonly Evidence[];
  readonly actions: readonly string[];
  /** The way to fail that it looks like. */
  readonly signature?: string | null;
  readonly phase?: Verdict["phase"];
  readonly dimensions?: readonly Dimension[];
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
/** What turns requests away whatever release of the API would have served them. */
const BEFORE_RELEASES: ReadonlySet<string> = new Set(["throttle", "quota", "waf"]);
/** Paths that do not exist have no route, so a scan shows as requests without one. */
const UNKNOWN_PATH: ReadonlySet<string> = new Set(["MISSING_AUTHENTICATION_TOKEN", "RESOURCE_NOT_FOUND"]);

/** Null where the lines do not show the rise that the metrics do. */
export function explainErrors(
  { route, startedAt }: Finding,
  target: Target,
  sides: LogSides,
  errorClass: ErrorClass,
): Explanation | null {
  const rises = outcomeRises(sides, errorClass);
  const [main] = rises;
  const added = rises.reduce((sum, { excess }) => sum + excess, 0);
  const errors = errorsOf(sides.now, errorClass);
  if (main === undefined || added < LEAST_ADDED || added < LEAST_PART * errors) return null;
  const message = addedMessage(sides, added);
  const routeOfMost = routeWithMost(sides, main);
  const meaning = errorMeaning(
    {
      source: "access-logs",
      api: target.kind,
      status: main.status,
      responseType: main.responseType,
      text: message,
      method: routeOfMost?.split(" ")[0] ?? null,
      integration: integrationOf(target, route ?? routeOfMost),
    },
    sides.fields.has("responseType"),
  );
  const caller = callerRise(sides, errorClass, added);
  // No release of the API refuses what a limit or the web ACL does, or makes one caller alone fail.
  const isRelease = caller === null && !BEFORE_RELEASES.has(meaning.kind);
  const places = errorPlaces(sides, errorClass, route, isRelease).slice(0, MOST_PLACES);
  const [place] = places;
  const deployment = isRelease ? newDeployment(sides) : null;
  // Lines that do not name the deployment leave its time.
  const byTime =
    isRelease && errorClass === 5 && !sides.fields.has("deploymentId")
      ? releaseByTime(target, Date.parse(startedAt))
      : null;
  const limit = main.responseType === "THROTTLED" ? bindingLimit(target, sides.now) : null;
  const isBlamed = caller !== null && limit === null && errorClass === 4 && !isRule(meaning);
  const isScan = errorClass === 4 && UNKNOWN_PATH.has(main.responseType ?? "") && isUnrouted(sides, main);
  const sentences = [
    `${formatShare(main.excessShare)} of the added errors are ${outcomeName(main)}: ${meaning.what}.`,
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
    kind: kindOf(
      meaning,
      isNewerRelease(place, target) || deployment !== null || byTime !== null,
      caller,
      errorClass,
    ),
    detail: sentences.filter((sentence) => sentence !== "").join(" "),
    signature: meaning.signature,
    phase: meaning.kind === "waf" || meaning.kind === "authorizer" ? meaning.kind : null,
    dimensions: errorDimensions({
      rise: main,
      errors: { now: errors, before: errorsOf(sides.before, errorClass) },
      places,
      caller,
      deployment: deployment ?? byTime?.id ?? null,
      target,
    }),
    evidence: [
      ...rises.slice(0, 3).map((rise) => outcomeEvidence(rise, sides)),
      ...places.map(placeEvidence),
      ...(caller === null ? [] : callerEvidence(caller)),
    ],
    actions: [
      ...placeActions(place, target),
      ...(deployment === null ? [] : [`Consider rolling back deployment ${deployment}.`]),
      ...(byTime === null ? [] : [`Consider rolling back deployment ${byTime.id}.`]),
      // Whom the gateway's own rules turn away, or for whom something else fails, need not have changed anything.
      ...(isBlamed ? callerActions(caller) : []),
      ...(limit === null ? meaning.actions : limitActions(limit)),
      ...(caller !== null && limit === null && !isBlamed ? callerActions(caller) : []),
    ],
  };
}

/**
 * A release that alone fails is the cause, and so is a caller whose requests are refused for what they are: never where an
 * authorizer or a backend failed, whoever asked.
 */
function kindOf(
  { kind }: ErrorMeaning,
  isRelease: boolean,
  caller: CallerRise | null,
  errorClass: ErrorClass,
): ErrorMeaning["kind"] {
  if (isRelease && (kind === "integration" || kind === "client" || kind === "configuration"))
    return "deployment";
  const isOfCaller = errorClass === 4 && (kind === "authorizer" || kind === "downstream");
  return isOfCaller && caller !== null ? "client" : kind;
}

function errorsOf({ counts }: LogSides["now"], errorClass: ErrorClass): number {
  return counts.reduce((sum, count) => sum + (isErrorOf(count, errorClass) ? count.requests : 0), 0);
}

/** The route of most requests that ended so, or null where no route has most of them. */
function routeWithMost({ now }: LogSides, { status, responseType }: OutcomeRise): string | null {
  const same = now.counts.filter((count) => count.status === status && count.responseType === responseType);
  const byRoute = new Map<string | null, number>();
  for (const { route, requests } of same) byRoute.set(route, (byRoute.get(route) ?? 0) + requests);
  const all = [...byRoute.values()].reduce((sum, requests) => sum + requests, 0);
  return [...byRoute].find(([, requests]) => requests > MOST * all)?.[0] ?? null;
}

/** What stands behind the route, or behind all routes where they have the same; null where that cannot be told. */
function integrationOf({ configuration }: Target, route: string | null): IntegrationKind | null {
  const routes = (configuration?.routes ?? []).filter(({ key }) => route === null || key === route);
  const kinds = new Set(routes.map(({ integration }) => integration));
  const [first] = kinds;
  return kinds.size === 1 ? (first ?? null) : null;
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

/** Whether a rule of the owner's refused them, which is to be looked at first. */
function isRule({ kind }: ErrorMeaning): boolean {
  return kind === "waf" || kind === "quota";
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
