import { compareText } from "../../core/order.ts";
import type { ExecutionFailure, ExecutionSlice } from "../../model/execution-slice.ts";
import { failureText, tellingRank } from "./failure-text.ts";
import { parseExecutionLine } from "./parse-execution-line.ts";

/** One to look up elsewhere. */
export interface FailedRequest {
  readonly requestId: string;
  /** Of its first line that was read. */
  readonly timeMs: number;
}

interface OpenRequest {
  readonly timeMs: number;
  text: string | null;
  rank: number;
  route: string | null;
  status: number | null;
}

const METHOD = /^HTTP Method: ([A-Z]+), Resource Path: (\/\S*)/;
const COMPLETED = /^Method completed with status: (\d{3})$/;
/** Of a request whose end was not read, a line counts only where it surely speaks of a failure. */
const SURELY = /fail|error|exceed|unauthori[sz]ed|not authori[sz]ed|denied|invalid|time(?:d )?out|gone/i;
/** Twice as many requests are kept apart at most; those that began first are counted when more come. */
const MOST_OPEN = 10_000;
/** Different failures; a text that holds something of each request must not fill the memory. */
const MOST_FAILURES = 500;
const OTHER = "Other failures";
const EXAMPLES = 3;
/** Of each failure so many requests are kept to be looked up in another log. */
const LOOKUPS = 12;

/**
 * Puts the lines of an execution log together by request id, in one pass and bounded memory. Lines of several requests may
 * interleave, and a sample may hold only a part of a request's.
 */
export class ExecutionRequests {
  readonly #namesRoutes: boolean;
  /** The younger and the older half of those that may go on. */
  #open = new Map<string, OpenRequest>();
  #before = new Map<string, OpenRequest>();
  readonly #failures = new Map<string, ExecutionFailure>();
  readonly #lookups = new Map<string, FailedRequest[]>();
  #requests = 0;
  #events = 0;
  #malformed = 0;

  /** @param namesRoutes whether method and path are the route, as in REST APIs. */
  constructor(namesRoutes: boolean) {
    this.#namesRoutes = namesRoutes;
  }

  /** @param timeMs of the event. */
  add(event: string, timeMs: number): void {
    this.#events += 1;
    const line = parseExecutionLine(event);
    if (line === null) {
      this.#malformed += 1;
      return;
    }
    const request = this.#requestOf(line.requestId, timeMs);
    const { message } = line;
    const [, method, path] = METHOD.exec(message) ?? [];
    if (method !== undefined && path !== undefined && this.#namesRoutes) request.route = `${method} ${path}`;
    const status = COMPLETED.exec(message)?.[1];
    if (status !== undefined) request.status = Number(status);
    const rank = tellingRank(message);
    // The first of those that tell most: what follows is its consequence.
    if (rank <= request.rank) return;
    request.rank = rank;
    request.text = failureText(message);
  }

  /** Counts what is still open too. Nothing can be added behind it. */
  finish(): Pick<ExecutionSlice, "requests" | "events" | "malformed" | "failures"> {
    for (const [id, request] of [...this.#before, ...this.#open]) this.#count(id, request);
    this.#before.clear();
    this.#open.clear();
    const failures = [...this.#failures.values()].sort(
      (left, right) =>
        right.requests - left.requests ||
        compareText(left.text, right.text) ||
        compareText(left.route ?? "", right.route ?? ""),
    );
    return { requests: this.#requests, events: this.#events, malformed: this.#malformed, failures };
  }

  /** Some requests of a failure that {@link finish} gave, in the order in which they ended. */
  lookups({ text, route, status }: ExecutionFailure): readonly FailedRequest[] {
    return this.#lookups.get(keyOf(text, route, status)) ?? [];
  }

  #requestOf(id: string, timeMs: number): OpenRequest {
    const known = this.#open.get(id) ?? this.#before.get(id);
    if (known !== undefined) return known;
    if (this.#open.size >= MOST_OPEN) {
      for (const [other, request] of this.#before) this.#count(other, request);
      this.#before = this.#open;
      this.#open = new Map();
    }
    const made: OpenRequest = { timeMs, text: null, rank: 0, route: null, status: null };
    this.#open.set(id, made);
    return made;
  }

  #count(requestId: string, { timeMs, text, route, status }: OpenRequest): void {
    this.#requests += 1;
    // A backend that answers with an error leaves no line that says why.
    const isFailed = status === null ? text !== null && SURELY.test(text) : status >= 400;
    if (!isFailed) return;
    const said = text ?? `Method completed with status: ${status}`;
    const isKnown = this.#failures.has(keyOf(said, route, status)) || this.#failures.size < MOST_FAILURES;
    const own = isKnown ? said : OTHER;
    const key = keyOf(own, route, status);
    const entry = this.#failures.get(key) ?? { text: own, route, status, requests: 0, examples: [] };
    const examples = entry.examples.length < EXAMPLES ? [...entry.examples, requestId] : entry.examples;
    this.#failures.set(key, { ...entry, requests: entry.requests + 1, examples });
    const lookups = this.#lookups.get(key) ?? [];
    this.#lookups.set(key, lookups);
    if (lookups.length < LOOKUPS) lookups.push({ requestId, timeMs });
  }
}

function keyOf(text: string, route: string | null, status: number | null): string {
  return JSON.stringify([text, route, status]);
}
