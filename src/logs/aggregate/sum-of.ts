import { createModule, type ScannerModule } from "../scanner/module.ts";

/** What distributions come to. Good until the next is asked for. */
export interface DistributionSum {
  /** The bucket that holds the `rank`-th value, from 1. Ranks that ascend are found the sooner. */
  bucketOfRank(rank: number): number;
  /** As a Distribution has them. */
  entries(): Uint8Array;
}

/** What rows as packed by the scanner come to, of the first two of their latencies. Good until the next is asked for. */
export interface RowSum {
  add(words: Uint32Array, from: number, end: number): void;
  count(latency: 0 | 1): number;
  bucketOfRank(latency: 0 | 1, rank: number): number;
}

/** The scanner's code adds faster than this thread's, which is not compiled before it has been called for long. */
let adder:
  { readonly module: ScannerModule; readonly words: Uint32Array; readonly bytes: Uint8Array } | undefined;

function openAdder(): NonNullable<typeof adder> {
  const none = (): number => 0;
  const module = createModule(
    { resolveKey: none, forgetKeys: none, learn: none, odd: none, derive: none },
    { details: false, cells: false },
  );
  const [{ buffer }, at] = [module.memory, module.scratch.value];
  return { module, words: new Uint32Array(buffer, at), bytes: new Uint8Array(buffer, at) };
}

/** Adds the entries of distributions up, bucket by bucket. */
export function sumOf(distributions: readonly Uint8Array[]): DistributionSum {
  adder ??= openAdder();
  const { module, bytes } = adder;
  module.clearSums();
  for (const entries of distributions) {
    bytes.set(entries);
    module.addEntries(entries.length);
  }
  return {
    bucketOfRank: (rank) => module.bucketOfRank(0, rank),
    entries: () => bytes.slice(0, module.packSums()),
  };
}

export function sumOfRows(): RowSum {
  adder ??= openAdder();
  const { module, words } = adder;
  module.clearSums();
  return {
    add: (row, from, end) => {
      words.set(row.subarray(from, end));
      module.addRow();
    },
    count: (latency) => module.valuesIn(latency),
    bucketOfRank: (latency, rank) => module.bucketOfRank(latency, rank),
  };
}
