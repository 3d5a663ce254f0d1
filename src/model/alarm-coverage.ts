/** One of the alarms that AWS recommends, for one target or one of its routes. */
export interface CoverageRow {
  /** Id in catalog/recommended-alarms. */
  readonly recommendation: string;
  readonly metric: string;
  /** Null where it is of the whole stage. */
  readonly route: string | null;
  /**
   * dead: an alarm means it and cannot fire. unknown: there is none, but one of which only a deployment knows the API may be
   * it.
   */
  readonly state: "present" | "dead" | "missing" | "unknown";
  /** Names of the alarms that are, or mean, it. */
  readonly alarms: readonly string[];
}

/** What watches a target, against what AWS recommends to watch. */
export interface TargetCoverage {
  readonly target: string;
  readonly region: string;
  readonly rows: readonly CoverageRow[];
}
