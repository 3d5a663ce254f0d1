import type { LatencyModel, Outcome, Overhead } from "./behaviour.ts";
import { type LatencyTable, latencyTable, overheadTable, sumTable, valueAt } from "./latency-table.ts";

/** Where the requests of each group of the integration's table lie by their whole latency; milliseconds / `factor`. */
export interface SumGroups {
  readonly table: LatencyTable;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** The distributions that a request's latency is made of. */
export class LatencyTables {
  /** Null where the integration is not called. */
  readonly integration: LatencyTable | null;
  readonly overhead: LatencyTable;
  #sum: SumGroups | null = null;

  constructor(integration: LatencyTable | null, overhead: LatencyTable) {
    this.integration = integration;
    this.overhead = overhead;
  }

  /** What requests are drawn from: the integration latency, or the overhead where there is none. */
  get main(): LatencyTable {
    return this.integration ?? this.overhead;
  }

  /** Integration latency and overhead together, cut at the ranks of the main table's groups. Made when first needed. */
  get sum(): SumGroups {
    return (this.#sum ??=
      this.integration === null ? ownGroups(this.overhead) : sumGroups(this.integration, this.overhead));
  }
}

const kept = new WeakMap<Overhead, Map<LatencyModel | null, LatencyTables>>();

/** Kept by the identity of the models. */
export function latencyTables({ integrationLatency, overhead }: Outcome): LatencyTables {
  let ofOverhead = kept.get(overhead);
  if (ofOverhead === undefined) {
    ofOverhead = new Map<LatencyModel | null, LatencyTables>();
    kept.set(overhead, ofOverhead);
  }
  const known = ofOverhead.get(integrationLatency);
  if (known !== undefined) return known;
  const integration = integrationLatency === null ? null : latencyTable(integrationLatency);
  const tables = new LatencyTables(integration, overheadTable(overhead));
  ofOverhead.set(integrationLatency, tables);
  return tables;
}

function ownGroups(table: LatencyTable): SumGroups {
  return { table, low: table.cut.groups.low, high: table.cut.groups.high };
}

const ofCuts = new WeakMap<LatencyTable["cut"], Map<LatencyTable["cut"], Pick<SumGroups, "low" | "high">>>();

function sumGroups(integration: LatencyTable, overhead: LatencyTable): SumGroups {
  const table = sumTable(integration, overhead);
  const { cut } = integration;
  const ofCut = ofCuts.get(cut) ?? new Map<LatencyTable["cut"], Pick<SumGroups, "low" | "high">>();
  ofCuts.set(cut, ofCut);
  const known = ofCut.get(table.cut);
  if (known !== undefined) return { table, ...known };
  const plain = { ...table, factor: 1 };
  const ends = cut.groups.below.map((rank) => valueAt(plain, rank));
  const groups = { low: ends.slice(0, -1), high: ends.slice(1) };
  ofCut.set(table.cut, groups);
  return { table, ...groups };
}
