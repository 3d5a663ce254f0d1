/**
 * Everything about the detection of raised shares that was chosen and not derived. Each value sits on a plateau: half
 * or twice as much changes the figures of docs/detection.md by less than their confidence intervals.
 */
export interface ShareTuning {
  /** How fast the levels of the usual share forget, minutes until half is forgotten. */
  readonly halfLives: {
    readonly fast: number;
    readonly medium: number;
    readonly slow: number;
    readonly hourOfDay: number;
    readonly dispersion: number;
  };
  /** How many events one level is worth against the evidence of the next finer one. */
  readonly strengths: {
    readonly fast: number;
    readonly medium: number;
    readonly hourOfDay: number;
    /** Of an hour of working or of rest days, against that hour of all days. */
    readonly kindOfDay: number;
  };
  /** Relative variance to be expected of a share, the number of windows that this is worth, and what a window is told by. */
  readonly dispersion: {
    readonly prior: number;
    readonly windows: number;
    readonly scale: number;
    readonly mostDeviations: number;
  };
  /** Nats that a window must reach whatever the past did; exp(-floorNats) bounds the chance of a single look. */
  readonly floorNats: number;
  /** Threshold over the quantile of the six-hour maxima of the last week. */
  readonly past: { readonly quantile: number; readonly factor: number };
  /** Least observed share over the usual one. */
  readonly leastFactor: number;
  /** Nats for "as usual" against "raised" that end a rise. */
  readonly recoveryNats: number;
  /** A share that stays raised this long is taken for the usual one, minutes. */
  readonly holdMinutes: number;
}

export const SHARE_TUNING: ShareTuning = {
  halfLives: { fast: 30, medium: 360, slow: 10_080, hourOfDay: 10_080, dispersion: 10_080 },
  strengths: { fast: 80, medium: 20, hourOfDay: 300, kindOfDay: 60 },
  dispersion: { prior: 0.02, windows: 5, scale: 0.1, mostDeviations: 6 },
  floorNats: 11.5,
  past: { quantile: 0.75, factor: 2 },
  leastFactor: 1.3,
  recoveryNats: 2,
  holdMinutes: 300,
};
