import { SECOND_MS, type Window } from "../../core/window.ts";
import type { Finding } from "../../model/finding.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { recognize } from "../signatures/recognize.ts";
import { formatShare } from "../shared/wording.ts";
import { errorMeaning, ofSignature, type ErrorMeaning } from "./error-meaning.ts";
import type { Explanation } from "./explain-errors.ts";
import { exampleText, mainRouteOf, routesOfFailure } from "./joined-requests.ts";
import { isErrorOf, type ErrorClass } from "./outcomes.ts";

/** Failures that the gateway wrote of alike, and how many of them were added. */
interface FailureRise {
  readonly text: string;
  readonly meaning: ErrorMeaning;
  /** Requests a second of what was read. */
  readonly before: number;
  readonly now: number;
  readonly examples: readonly string[];
  readonly joined: Slice["failures"][number]["joined"];
  readonly routes: ReadonlyMap<string, number>;
}

/** Fewer requests that failed explain nothing. */
const LEAST_FAILED = 5;
/** From this part of what was added on it is the reason. */
const MOST = 0.5;
/** Where less of the failures is new, the lines do not show the rise. */
const LEAST_PART = 0.3;
/** Without a line that says why, the backend answered. */
const NO_REASON = /^Method completed with status: /;

/** What the execution log says of a rise of errors; null where it was not read of the incident, or does not show the rise. */
export function explainExecutions(
  { route }: Finding,
  target: Target,
  { executionLogs = [] }: Snapshot,
  incident: Window,
  errorClass: ErrorClass,
): Explanation | null {
  const own = executionLogs.filter((slice) => slice.target === target.id);
  const now = own.filter(({ startMs, endMs }) => startMs >= incident.startMs && endMs <= incident.endMs);
  const before = own.filter(({ endMs }) => endMs <= incident.startMs);
  const failed = now.reduce(
    (sum, { failures }) => sum + failures.reduce((total, { requests }) => total + requests, 0),
    0,
  );
  if (now.length === 0 || failed < LEAST_FAILED) return null;
  const rises = failureRises(target, route, { now, before }, errorClass);
  const [main] = rises;
  const added = rises.reduce((sum, rise) => sum + Math.max(0, rise.now - rise.before), 0);
  const all = rises.reduce((sum, rise) => sum + rise.now, 0);
  if (main === undefined || added < LEAST_PART * all) return null;
  const share = (main.now - main.before) / added;
  if (share < MOST) return null;
  const { meaning } = main;
  const at = placeOf(main);
  const example = exampleText(main.joined);
  return {
    kind: meaning.kind,
    signature: meaning.signature,
    phase: meaning.kind === "waf" || meaning.kind === "authorizer" ? meaning.kind : null,
    detail: `The execution log says of ${formatShare(share)} of the added failures "${main.text}": ${meaning.what}.${at === null ? "" : ` Most are of ${at}.`}${example === null ? "" : ` By the access log ${example}.`}`,
    evidence: [
      {
        label: `Execution log: "${main.text}"`,
        baseline: before.length === 0 ? null : round(60 * main.before),
        observed: round(60 * main.now),
        unit: "requests/min",
        source: "execution-logs",
      },
    ],
    actions: [
      ...meaning.actions,
      ...(main.examples.length === 0 ? [] : [`Look one of them up: request ${main.examples.join(", ")}.`]),
    ],
    dimensions: [],
  };
}

/** By meaning, most added first; the text is that of most requests. */
function failureRises(
  target: Target,
  route: string | null,
  sides: { readonly now: readonly Slice[]; readonly before: readonly Slice[] },
  errorClass: ErrorClass,
): FailureRise[] {
  const rises = new Map<string, FailureRise & { most: number }>();
  for (const [side, slices] of [["now", sides.now] as const, ["before", sides.before] as const]) {
    const seconds = slices.reduce(
      (sum, { startMs, endMs, sampledShare }) => sum + ((endMs - startMs) * sampledShare) / SECOND_MS,
      0,
    );
    for (const failure of slices.flatMap(({ failures }) => failures)) {
      if (failure.status !== null && !isErrorOf(failure, errorClass)) continue;
      if (route !== null && failure.route !== null && failure.route !== route) continue;
      const meaning = meaningOf(target, failure);
      const name = meaning.signature ?? failure.text;
      const known = rises.get(name) ?? {
        text: failure.text,
        meaning,
        before: 0,
        now: 0,
        examples: [],
        joined: undefined,
        routes: new Map<string, number>(),
        most: 0,
      };
      const routes = new Map(known.routes);
      if (side === "now")
        for (const [key, requests] of routesOfFailure(failure))
          routes.set(key, (routes.get(key) ?? 0) + requests);
      const isMost = side === "now" && failure.requests > known.most;
      rises.set(name, {
        ...known,
        [side]: known[side] + failure.requests / Math.max(seconds, 1),
        routes,
        ...(isMost && {
          text: failure.text,
          most: failure.requests,
          examples: failure.examples,
          joined: failure.joined,
        }),
      });
    }
  }
  return [...rises.values()].sort((left, right) => right.now - right.before - (left.now - left.before));
}

type Slice = NonNullable<Snapshot["executionLogs"]>[number];

function meaningOf(target: Target, failure: Slice["failures"][number]): ErrorMeaning {
  const key = mainRouteOf(failure);
  const route = target.configuration?.routes.find((one) => one.key === key);
  const symptom = {
    source: "execution-logs",
    api: target.kind,
    status: failure.status ?? failure.joined?.[0]?.status ?? null,
    responseType: null,
    text: failure.text,
    method: key?.split(" ")[0] ?? null,
    integration: route?.integration ?? null,
  } as const;
  const signature = recognize(symptom);
  if (signature !== null) return ofSignature(signature);
  if (NO_REASON.test(failure.text)) return errorMeaning(symptom, true);
  // The gateway wrote of it, so it was not the backend that answered.
  return errorMeaning({ ...symptom, responseType: "DEFAULT" }, true);
}

/** The route of most of them, or null. */
function placeOf({ routes }: FailureRise): string | null {
  const all = [...routes.values()].reduce((sum, requests) => sum + requests, 0);
  return [...routes].find(([, requests]) => requests > MOST * all)?.[0] ?? null;
}

function round(rate: number): number {
  return Math.round(rate * 1_000) / 1_000;
}
