import type { Throttle } from "../model/target.ts";

/**
 * What one route does during one minute, as distributions. It is the one description that everything is
 * drawn from: single requests (draw-requests), whole minutes (draw-cell), and the change that an incident
 * makes to somebody's recorded datapoints (overlay). An incident is a function from Behaviour to Behaviour,
 * which is why its forms agree.
 */
export interface Behaviour {
  /** Expected arrivals. Real ones are Poisson around it. */
  readonly requestsPerMinute: number;
  /** Shares of outcomes; they sum to 1. */
  readonly outcomes: readonly Outcome[];
}

/** One way in which a request can end. */
export interface Outcome {
  /** 0..1 */
  readonly share: number;
  /** What the client gets. */
  readonly status: number;
  /** The gateway response type where the gateway itself answered (THROTTLED, WAF_FILTERED ...), else null. */
  readonly responseType: string | null;
  /** The status that the backend answered; null where the integration was not called, or did not answer in time. */
  readonly integrationStatus: number | null;
  /** Text of integration.error, or null. */
  readonly integrationError: string | null;
  /** Null where the integration was not called (rejected, cached, mock). */
  readonly integrationLatency: LatencyModel | null;
  /** The gateway's own time, by phase; their sum is latency minus integration latency. */
  readonly overhead: Overhead;
  readonly cache: "hit" | "miss" | null;
  /** The client this outcome belongs to, where it belongs to one: an API key id. Null: any client. */
  readonly client: string | null;
  readonly canary: boolean;
  readonly coldStart: boolean;
  /**
   * True where the request matched no route of the API. Such requests count at stage level only: metrics of
   * a route do not hold them, and logs show no route.
   */
  readonly unrouted?: boolean;
  /**
   * Who sent it, where that is not a client of the stage as it usually is: with a `client` its new release,
   * without one a stranger, who has no API key. Undefined: `client`, or any of the clients.
   */
  readonly sender?: Sender;
}

/** By what logs know who sent a request. The API key id is empty where there is none. */
export interface Sender {
  readonly apiKeyId: string;
  readonly userAgent: string;
  readonly ip: string;
}

/** Whether it was sent by none of the stage's clients. */
export function isOfStranger({ client, sender }: Outcome): boolean {
  return client === null && sender !== undefined;
}

/** Phases in the order in which a request passes them. A phase that does not exist is null. */
export interface Overhead {
  readonly waf: LatencyModel | null;
  readonly authorizer: LatencyModel | null;
  /** Everything else the gateway does: parsing, mapping, writing to the client. */
  readonly gateway: LatencyModel;
}

/**
 * A mixture of log-normal distributions, in milliseconds. `sigma` is the standard deviation of the natural
 * logarithm (0.3 is a calm service, 0.8 a wild one); sigma 0 is a constant.
 */
export interface LatencyModel {
  readonly parts: readonly { readonly weight: number; readonly medianMs: number; readonly sigma: number }[];
  /** No value exceeds it: the integration timeout. */
  readonly capMs: number;
}

/** The limits that a request passes, outermost last, as AWS applies them. */
export interface Limits {
  /** Usage-plan bucket for each API key, or null. */
  readonly usagePlan: (Throttle & { readonly quotaPerDay: number | null }) | null;
  readonly stage: Throttle | null;
  readonly account: Throttle;
  /**
   * What the Region's other APIs leave to this stage of the account's rate, where they take so much that it
   * matters. Undefined: the stages of the plan share the account's rate among them.
   */
  readonly leftOfAccount?: Throttle;
}
