/** An object as a loopback serves it. */
export interface BucketObject {
  readonly body: Uint8Array;
  readonly writtenMs: number;
  /** Left out: STANDARD. */
  readonly storageClass?: string;
}

/** Objects by bucket and key. */
export type WritableBuckets = Map<string, Map<string, BucketObject>>;
export type Buckets = ReadonlyMap<string, ReadonlyMap<string, BucketObject>>;
