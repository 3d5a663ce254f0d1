import type { Distribution } from "./distribution.ts";

/** The latencies of a request, in the order of the scanner's histograms. Milliseconds. */
export const LATENCIES = [
  "latency",
  "integrationLatency",
  "overhead",
  "authorizerLatency",
  "authorizeLatency",
  "authenticateLatency",
  "wafLatency",
] as const;
export type Latency = (typeof LATENCIES)[number];

export interface Counts {
  requests: number;
  /** Requests by class of status: 1xx to 5xx, then those without a status or with one beyond 599. */
  byClass: number[];
  throttled: number;
  quotaExceeded: number;
  /** Errors that the gateway itself answered, as the response type tells. */
  gatewayErrors: number;
}

/** One for each of {@link LATENCIES}; null where no request logged it. */
export type Distributions = (Distribution | null)[];

/** The API and stage that lines name; both empty where they name none. */
export interface LogTarget {
  readonly apiId: string;
  readonly stage: string;
}

/** Requests of a group that ended alike. */
export interface Outcome {
  /** 0: none. */
  readonly status: number;
  /** Null: no type, so the gateway did not answer itself or its Format does not tell. */
  readonly responseType: string | null;
  requests: number;
}

/** What a run groups by (the route unless asked otherwise), within one target. */
export interface GroupAggregate extends Counts {
  /** Null for the requests of all groups that found no room. */
  readonly target: LogTarget | null;
  /** One text a dimension, empty where a line has none. Null as above. */
  readonly key: readonly string[] | null;
  /** Null where no request of the group logged them. */
  bytes: number | null;
  outcomes: Outcome[];
  distributions: Distributions;
}

/**
 * Rows of minutes, packed as the scanner has written them: to make objects of thousands of rows, hand them over between threads and
 * merge them takes longer than reading a small log. A target's minute can have several rows, which add up.
 */
export interface MinuteRows {
  /** What the rows' numbers of targets mean; a number beyond them is of targets that found no room. */
  readonly targets: readonly LogTarget[];
  /** Row behind row; {@link MINUTE_ROW} says what stands where. */
  readonly words: Uint32Array;
}

/**
 * Where the words of a minute's row stand in it. `latencies` is where the first of {@link LATENCIES} begins; each is how many
 * bytes its entries have, how many values there are, their sum (two words, the lower first), then the entries as a Distribution
 * has them, up to a whole word.
 */
export const MINUTE_ROW = {
  length: 0,
  target: 1,
  minute: 2,
  requests: 3,
  byClass: 4,
  throttled: 10,
  quotaExceeded: 11,
  gatewayErrors: 12,
  latencies: 13,
} as const;

/** Columns of {@link LogAggregates.cells}: the group's place in `groups`, minutes since 1970, then counts. */
export const CELL_COLUMNS = 12;

export interface TopEntry {
  readonly text: string;
  requests: number;
  /** `requests` is at most so much too high. */
  error: number;
  errors4xx: number;
  errors5xx: number;
  throttled: number;
}

/** The most frequent texts, descending. */
export interface TopList {
  readonly entries: TopEntry[];
  /** A text that is not among the entries has at most so many requests. */
  readonly floor: number;
}

export const TOP_LISTS = ["clients", "apiKeys", "userAgents", "messages"] as const;
export type TopListName = (typeof TOP_LISTS)[number];

/** A slow request, to look it up by. */
export interface WorstRequest {
  readonly latencyMs: number;
  /** Null where the line has no time. */
  readonly timeMs: number | null;
  readonly status: number;
  readonly key: readonly string[] | null;
  readonly requestId: string;
  readonly integrationRequestId: string;
}

/** All that one pass over logs leaves. Aggregates of parts merge to those of the whole. */
export interface LogAggregates {
  requests: number;
  /** Lines that could only be read after a repair. */
  repaired: number;
  /** Lines that are no requests: beyond repair, no access log, or longer than a record can be. */
  unparsed: number;
  tooLong: number;
  /** The first few unparsed lines, cut. */
  samples: string[];
  /** Requests that the filter kept out; they are counted nowhere else. */
  filtered: number;
  /** Requests without a time, and so in no minute. */
  untimed: number;
  groups: GroupAggregate[];
  minutes: MinuteRows[];
  /** Rows of {@link CELL_COLUMNS}; a group and minute can have several rows, which add up. Empty unless asked for. */
  cells: Uint32Array;
  top: Record<TopListName, TopList>;
  worst: WorstRequest[];
  /** Requests or values that found no room, by table; the rest of the tables has them. */
  overflow: { groups: number; minutes: number; cells: number; outcomes: number; latencies: number };
}
