import { PRICES } from "../catalog/prices.ts";

/** Prices are sums of small numbers; a limit that equals the price shall hold. */
const ROUNDING_BYTES = 1;

/** A query's part of the allowance: at first what it is expected to scan. */
export interface ScanClaim {
  /** It has scanned, or will scan, so many bytes at least. False: together that is more than may be spent. */
  grow(bytes: number): boolean;
  /** It scanned so many bytes, and no more will come. */
  settle(bytes: number): void;
}

/**
 * What the queries of Logs Insights of one run may scan together. Estimates can be wrong: so what runs keeps its part, and
 * nothing is begun that has no room beside it.
 */
export class ScanAllowance {
  readonly #mostBytes: number;
  #claimedBytes = 0;

  /** @param maxCostUsd at list price; null: no limit. */
  constructor(maxCostUsd: number | null) {
    this.#mostBytes =
      maxCostUsd === null ? Infinity : (maxCostUsd / PRICES.logsScannedGbUsd) * 1e9 + ROUNDING_BYTES;
  }

  /** Whether there is a limit at all. */
  get isLimited(): boolean {
    return this.#mostBytes < Infinity;
  }

  /** Room for so many bytes; null where there is none. */
  claim(bytes: number): ScanClaim | null {
    if (this.#claimedBytes + bytes > this.#mostBytes) return null;
    this.#claimedBytes += bytes;
    let own = bytes;
    const settle = (to: number): void => {
      this.#claimedBytes += to - own;
      own = to;
    };
    return {
      settle,
      grow: (to) => {
        settle(Math.max(own, to));
        return this.#claimedBytes <= this.#mostBytes;
      },
    };
  }
}
