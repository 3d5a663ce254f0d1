import type { CauseKind } from "../model/finding.ts";
import type { ApiKind } from "../model/target.ts";
import type { Behaviour, Limits } from "./behaviour.ts";
import type { RoutePlan, StagePlan } from "./plan.ts";

/** What an incident may look at while it changes a route's behaviour. */
export interface IncidentContext {
  readonly stage: StagePlan;
  readonly route: RoutePlan;
  readonly magnitude: number;
  /** 0 at the start, 1 at the end: for ramps. */
  readonly progress: number;
}

/** One entry of the catalogue. The file's name is its id. Pure. */
export interface Incident {
  readonly name: string;
  /** One line: what happens. */
  readonly title: string;
  /** Flavours in which it can happen. */
  readonly kinds: readonly ApiKind[];
  /** What `magnitude` means, with its unit: "share of requests that fail, 0..1". */
  readonly magnitude: {
    readonly meaning: string;
    readonly default: number;
    /** The magnitude that changes nothing, below the default. */
    readonly nothing: number;
    /** A larger one means the same: 1 of a share, else Infinity. */
    readonly most: number;
  };
  readonly cause: CauseKind;
  /** Whether somebody should be woken up. */
  readonly shouldPage: boolean;
  /** True where the change can be seen in CloudWatch metrics (others need logs or traces). */
  readonly inMetrics: boolean;
  /** What the route does instead, one minute of it. */
  apply(normal: Behaviour, context: IncidentContext): Behaviour;
  /** Limits while it lasts, where it changes those. */
  limits?(normal: Limits, context: IncidentContext): Limits;
}

/** What really happened: the answer key for tests, drills and the demo. */
export interface Truth {
  readonly incident: string;
  readonly target: string;
  readonly route: string | null;
  readonly startMs: number;
  readonly endMs: number;
  /** The start of the first minute in which at least one request was affected; null where none was. */
  readonly firstEffectMs: number | null;
  readonly cause: CauseKind;
  readonly shouldPage: boolean;
  readonly inMetrics: boolean;
}
