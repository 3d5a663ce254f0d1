import { PRICES } from "../catalog/prices.ts";
import type { Cost } from "../model/snapshot.ts";

/** Counts what was asked of AWS while it is asked. */
export class CostMeter {
  readonly #calls = new Map<string, number>();
  #metricsRequested = 0;

  /** Every attempt counts, retries included. */
  countCall(service: string, operation: string): void {
    const name = `${service}:${operation}`;
    this.#calls.set(name, (this.#calls.get(name) ?? 0) + 1);
  }

  /** For each answered GetMetricData call, the queries in it: what AWS bills. */
  countMetrics(metrics: number): void {
    this.#metricsRequested += metrics;
  }

  /** At list price. Calls that are free up to a million a month count as free. */
  cost(): Cost {
    return {
      metricsRequested: this.#metricsRequested,
      logBytesScanned: 0,
      tracesRetrieved: 0,
      usd: this.#metricsRequested * PRICES.metricRequestedUsd,
      calls: Object.fromEntries([...this.#calls].sort(([left], [right]) => (left < right ? -1 : 1))),
    };
  }
}
