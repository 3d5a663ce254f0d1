import type { Window } from "../core/window.ts";
import type { ApiKind, IntegrationKind } from "../model/target.ts";
import type { AccountAlarm, AccountChange, AccountTopic } from "./account.ts";
import type { LatencyModel, Limits } from "./behaviour.ts";

/** A whole simulated account: what exists, how much traffic it gets, what goes wrong and when. */
export interface AccountPlan {
  readonly seed: number;
  readonly accountId: string;
  readonly region: string;
  /** "Now": nothing is simulated after it. A whole minute. */
  readonly nowMs: number;
  readonly stages: readonly StagePlan[];
  readonly incidents: readonly PlannedIncident[];
  /** What is deployed to watch it; left out: nothing. */
  readonly alarms?: readonly AccountAlarm[];
  readonly topics?: readonly AccountTopic[];
  /** What was changed, whether it did harm or not; left out: nothing but what deployments tell. */
  readonly changes?: readonly AccountChange[];
}

/** One stage of one API. */
export interface StagePlan {
  readonly kind: ApiKind;
  readonly apiId: string;
  readonly apiName: string;
  readonly stage: string;
  readonly traffic: Traffic;
  readonly routes: readonly RoutePlan[];
  readonly detailedMetrics: boolean;
  /** REST only. */
  readonly cacheSizeGb: string | null;
  readonly limits: Limits;
  /** The stage's access-log Format, or null where it logs nothing. */
  readonly accessLogFormat: string | null;
  readonly executionLogLevel: "OFF" | "ERROR" | "INFO";
  /** REST only. */
  readonly tracing: boolean;
  readonly webAcl: boolean;
  /** Clients by API key id and share of traffic. */
  readonly clients: readonly {
    readonly apiKeyId: string;
    readonly userAgent: string;
    readonly ip: string;
    readonly share: number;
  }[];
  readonly canaryPercent: number | null;
  /** Deployments, oldest first. The last one that is not after a moment is what serves it. */
  readonly deployments: readonly {
    readonly id: string;
    readonly createdMs: number;
    readonly description: string;
  }[];
  /**
   * Where single requests come first: the datapoints in it are aggregated from those very requests, and there
   * are traces of them. Whole minutes, not after now. Elsewhere the datapoints come first, and a log that is
   * asked for is drawn to fit them.
   */
  readonly requestWindow: Window | null;
  /**
   * Whether there are traces outside of the request window too, of requests that are drawn to fit the datapoints; of HTTP and
   * WebSocket APIs, which X-Ray does not trace, those of their functions. Drawing every request of a busy stage takes long.
   * Left out: no.
   */
  readonly hasTraces?: boolean;
}

/** Rhythm of arrivals over the whole stage. */
export interface Traffic {
  /** Mean over a week. */
  readonly requestsPerMinute: number;
  /** 0 is flat; 0.8 means that the quietest hour has 20 % and the busiest 180 % of the mean. */
  readonly dailySwing: number;
  /** 0..1: how much quieter Saturday and Sunday are. */
  readonly weekendDip: number;
  /** The busiest hour of the day, UTC, 0..24. */
  readonly peakHour: number;
  /** Relative standard deviation of the rate from one five minutes to the next: real traffic is burstier than Poisson. */
  readonly burstiness: number;
}

/** One method or route key, while nothing is wrong. */
export interface RoutePlan {
  /** "POST /orders", "$connect", ... as in model/target. */
  readonly key: string;
  /** Share of the stage's traffic; they sum to 1. */
  readonly weight: number;
  readonly integration: IntegrationKind;
  /** Function name, host or service. Null for a mock. */
  readonly integrationTarget: string | null;
  readonly integrationLatency: LatencyModel | null;
  readonly gatewayLatency: LatencyModel;
  readonly authorizer: {
    readonly kind: "CUSTOM" | "JWT" | "AWS_IAM" | "COGNITO_USER_POOLS";
    readonly latency: LatencyModel;
  } | null;
  /** Base ratios, 0..1. */
  readonly clientErrorRatio: number;
  readonly serverErrorRatio: number;
  /** 0..1 where the route is cached, else null. */
  readonly cacheHitRatio: number | null;
  readonly coldStartRatio: number;
  readonly timeoutMs: number;
}

/** An incident of the catalogue, placed. */
export interface PlannedIncident {
  /** Its name in the catalogue. */
  readonly name: string;
  /** Target id. */
  readonly target: string;
  /** A route key, or null for the whole stage. */
  readonly route: string | null;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  /** What it means is said by each incident: added ratio, factor, ... Undefined: the incident's default. */
  readonly magnitude?: number;
}
