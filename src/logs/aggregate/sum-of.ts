import { createModule, type ScannerModule } from "../scanner/module.ts";

/** What distributions come to. Good until the next is asked for. */
export interface DistributionSum {
  /** The bucket that holds the `rank`-th value, from 1. Ranks that ascend are found the sooner. */
  bucketOfRank(rank: number): number;
  /** As a Distribution has them. */
  entries(): Uint32Array;
}

/** The scanner's code adds faster than this thread's, which is not compiled before it has been called for long. */
let adder: { readonly module: ScannerModule; readonly words: Uint32Array } | undefined;

function openAdder(): NonNullable<typeof adder> {
  const none = (): number => 0;
  const module = createModule(
    { resolveKey: none, forgetKeys: none, learn: none, odd: none, derive: none },
    { details: false, cells: false },
  );
  return { module, words: new Uint32Array(module.memory.buffer, module.scratch.value) };
}

/** Adds the entries of distributions up, bucket by bucket. */
export function sumOf(distributions: readonly Uint32Array[]): DistributionSum {
  adder ??= openAdder();
  const { module, words } = adder;
  module.clearSums();
  for (const entries of distributions) {
    words.set(entries);
    module.addEntries(entries.length);
  }
  return {
    bucketOfRank: (rank) => module.bucketOfRank(rank),
    entries: () => words.slice(0, module.packSums()),
  };
}
