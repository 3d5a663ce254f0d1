import { PRICES } from "../../catalog/prices.ts";

/** A search says afterwards how many traces it looked at: room for so many must be left to begin one. */
const A_SEARCH = 2_000;

/** How many traces may still be looked at and retrieved, both of which X-Ray bills. */
export class TraceAllowance {
  #left: number;

  /** @param maxCostUsd at list price; null: no limit. */
  constructor(maxCostUsd: number | null) {
    // Half a trace against sums of small numbers that come out a little below what they should.
    this.#left = maxCostUsd === null ? Infinity : maxCostUsd / PRICES.traceRetrievedUsd + 0.5;
  }

  hasRoomToSearch(): boolean {
    return this.#left >= A_SEARCH;
  }

  /** As many of these as may be retrieved. */
  within<T>(items: readonly T[]): readonly T[] {
    return items.slice(0, Math.max(0, Math.min(items.length, Math.floor(this.#left))));
  }

  spend(traces: number): void {
    this.#left -= traces;
  }
}
