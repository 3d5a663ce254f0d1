import type { AlarmSeverity } from "../rules/alarm-proposal.ts";

/** A service level that the owner promises. */
export interface Objective {
  /** Names its alarms; unique for a target. */
  readonly name: string;
  readonly target: string;
  readonly days: 28 | 30;
  /** Share of requests that are good, 0..1: answered without a server error, or faster than `latencyMs`. */
  readonly goal: number;
  readonly latencyMs: number | null;
}

export interface SynthSettings {
  readonly profile: "gatewatch" | "aws-recommended";
  readonly nameTemplate: string;
  /** Alarms for deployments to be rolled back by as well. */
  readonly rollback: boolean;
  /** Firings outside of known incidents that are allowed for an alarm over its whole history. */
  readonly noiseBudget: number;
  readonly maxAlarms: number;
  readonly maxUsdPerMonth: number;
  /** What an error on a route costs beside one on another, by target and route; 1 where nothing is said. */
  readonly errorCost: (target: string, route: string) => number;
  readonly objectives: readonly Objective[];
  /** Null: no composites, every alarm tells for itself. */
  readonly composites: { readonly suppressor: string | null } | null;
  readonly runbookUrl: string | null;
  /** Topic or ARNs to tell, by severity. */
  readonly actions: Readonly<Record<AlarmSeverity, readonly string[]>>;
}
