/** The smallest rise of a share that is worth a word. */
export interface ShareGates {
  /** Fewest events. */
  readonly minParts: number;
  /** Smallest rise of the share, 0..1. */
  readonly minRise: number;
  /** What a score must exceed while nothing has been learned, nats. */
  readonly unlearnedNats: number;
  /** On top of the floor of every threshold, because many series are looked at, nats. */
  readonly extraNats: number;
  /** Shares that are looked at for the same reader and have one budget of false alarms together, this one among them. */
  readonly shares: number;
}
