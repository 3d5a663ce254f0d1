import { logScanUsd, PRICES } from "../catalog/prices.ts";
import type { Cost } from "../model/snapshot.ts";

/** Counts what was asked of AWS while it is asked. */
export class CostMeter {
  readonly #calls = new Map<string, number>();
  #metricsRequested = 0;
  #logBytesScanned = 0;
  #tracesRetrieved = 0;

  /** Every attempt counts, retries included. */
  countCall(service: string, operation: string): void {
    const name = `${service}:${operation}`;
    this.#calls.set(name, (this.#calls.get(name) ?? 0) + 1);
  }

  /** For each answered GetMetricData call, the queries in it: what AWS bills. */
  countMetrics(metrics: number): void {
    this.#metricsRequested += metrics;
  }

  /** What a Logs Insights query scanned, ended or not. FilterLogEvents scans without charge. */
  countLogBytes(bytes: number): void {
    this.#logBytesScanned += bytes;
  }

  /** Traces that X-Ray looked at for a search, or gave: it bills both alike. */
  countTraces(traces: number): void {
    this.#tracesRetrieved += traces;
  }

  /** At list price. Calls that are free up to a million a month count as free. */
  cost(): Cost {
    return {
      metricsRequested: this.#metricsRequested,
      logBytesScanned: this.#logBytesScanned,
      tracesRetrieved: this.#tracesRetrieved,
      usd:
        this.#metricsRequested * PRICES.metricRequestedUsd +
        logScanUsd(this.#logBytesScanned) +
        this.#tracesRetrieved * PRICES.traceRetrievedUsd,
      calls: Object.fromEntries([...this.#calls].sort(([left], [right]) => (left < right ? -1 : 1))),
    };
  }
}
