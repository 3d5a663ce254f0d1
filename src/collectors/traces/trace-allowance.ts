import { PRICES } from "../../catalog/prices.ts";

/** A search says afterwards how many traces it looked at: room for so many must be left to begin one. */
const A_SEARCH = 2_000;
/** Sums of small numbers come out a little below what they should. */
const ROUNDING_USD = PRICES.traceRetrievedUsd / 2;

/** What may still be spent on traces that X-Ray looks at or gives, and on scanning the log in which the others lie. */
export class TraceAllowance {
  #leftUsd: number;

  /** @param maxCostUsd at list price; null: no limit. */
  constructor(maxCostUsd: number | null) {
    this.#leftUsd = maxCostUsd === null ? Infinity : maxCostUsd + ROUNDING_USD;
  }

  /** Null: no limit. */
  get leftUsd(): number | null {
    return this.#leftUsd === Infinity ? null : Math.max(0, this.#leftUsd);
  }

  hasRoomToSearch(): boolean {
    return this.#leftUsd >= A_SEARCH * PRICES.traceRetrievedUsd;
  }

  /** As many of these as may be retrieved. */
  within<T>(items: readonly T[]): readonly T[] {
    const most = Math.floor(this.#leftUsd / PRICES.traceRetrievedUsd);
    return items.slice(0, Math.max(0, Math.min(items.length, most)));
  }

  spend(traces: number): void {
    this.spendUsd(traces * PRICES.traceRetrievedUsd);
  }

  /** Less than nothing: given back. */
  spendUsd(usd: number): void {
    this.#leftUsd -= usd;
  }
}
