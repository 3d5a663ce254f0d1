import type { Snapshot } from "./snapshot.ts";

/** A drill: each incident of the catalogue laid over a target's own recorded traffic, and what its alarms made of it. */
export interface Drill {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "gatewatch"; readonly version: string };
  readonly origin: Snapshot["origin"];
  /** Which alarms, as the user named them. */
  readonly label: string;
  /** What a reader has to know of the alarms. */
  readonly notes: readonly string[];
  readonly seed: number;
  /** The recorded time that incidents are laid over, ISO 8601. */
  readonly window: { readonly start: string; readonly end: string };
  /** How long each incident lasts. */
  readonly incidentMinutes: number;
  readonly targets: readonly DrillTarget[];
  /** Alarms that cannot be replayed against anything here, and why: nothing is said of what they catch. */
  readonly notReplayed: readonly NotReplayed[];
  readonly summary: DrillSummary;
}

export interface NotReplayed {
  readonly alarm: string;
  readonly why: string;
}

/** Over all targets. An incident counts once for each target that it was laid over with some effect. */
interface DrillSummary {
  /** Incidents that should wake somebody. */
  readonly shouldPage: number;
  readonly caught: number;
  /** Incidents that should not wake anybody and set an alarm off all the same. */
  readonly falsePages: number;
}

export interface DrillTarget {
  readonly id: string;
  /** When incidents were laid, by the requests of the time they last. */
  readonly starts: readonly DrillStart[];
  /** Why nothing was laid; null where something was. */
  readonly skipped: string | null;
  readonly alarms: readonly DrilledAlarm[];
  readonly incidents: readonly DrilledIncident[];
}

interface DrillStart {
  readonly name: "busiest" | "usual" | "quietest";
  /** ISO 8601. */
  readonly at: string;
  /** Recorded in the time that an incident laid here lasts. */
  readonly requests: number;
}

interface DrilledAlarm {
  readonly name: string;
  readonly kind: "metric" | "composite";
  /** What it goes off for, in one line. */
  readonly watches: string;
  /**
   * Minutes from an incident's start to the first evaluation at which as many datapoints as the alarm needs can hold
   * something of it; null of a composite.
   */
  readonly earliestMinutes: number | null;
  /** Statistics that the recording lacks and that were worked out of others, and what the evaluator wants known. */
  readonly notes: readonly string[];
}

export interface DrilledIncident {
  readonly name: string;
  readonly title: string;
  readonly shouldPage: boolean;
  /** What a magnitude means. */
  readonly meaning: string;
  /** The magnitude that `caughtBy` and the summary are about: the usual one, or the largest where it was not asked for. */
  readonly judgedMagnitude: number;
  /** Of each magnitude, ascending. */
  readonly magnitudes: readonly DrilledMagnitude[];
  /** Whether metrics showed it at all at the judged magnitude: a stage without an authorizer cannot lose it. */
  readonly hasEffect: boolean;
  /** Names of the alarms that go off for it at the judged magnitude, the quickest first. */
  readonly caughtBy: readonly string[];
  /** The smallest of the magnitudes laid from which on some alarm goes off; null where none does at the largest. */
  readonly smallestCaught: number | null;
}

export interface DrilledMagnitude {
  readonly magnitude: number;
  readonly hasEffect: boolean;
  /** In the order of the target's alarms. */
  readonly alarms: readonly DrillCell[];
}

/** What an alarm made of an incident of one magnitude, over all starts. */
export interface DrillCell {
  readonly alarm: string;
  /**
   * - caught: it went off, wherever it could be told
   * - sometimes: it went off at some starts
   * - missed: at none
   * - already: it was in ALARM at each start, or the recording alone set it off
   * - no-effect: the incident changed nothing
   */
  readonly result: "caught" | "sometimes" | "missed" | "already" | "no-effect";
  /** Minutes from the incident's start to ALARM. Null: not caught. Of an even number of starts the worse of the middle two. */
  readonly medianMinutes: number | null;
  readonly worstMinutes: number | null;
  /** By start, in the target's order. */
  readonly runs: readonly DrillRun[];
}

export type DrillRun =
  | { readonly result: "caught"; readonly minutes: number }
  | { readonly result: "missed" | "already" | "no-effect" };
