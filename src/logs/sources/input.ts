import type { Layout } from "../layout/layout.ts";

/** How the bytes of a file are packed, as its first bytes tell; its name may say otherwise. */
export type Packing = "plain" | "gzip" | "zstd";

/** A file to read. */
export interface Input {
  /** "-" is standard input. */
  readonly path: string;
  /** As it lies on the disk; 0 where that is unknown. */
  readonly sizeBytes: number;
  readonly packing: Packing;
  /**
   * What stands where, as the beginning tells; null where the beginning can only be seen by reading it (packed files,
   * standard input, events wrapped in JSON).
   */
  readonly layout: Layout | null;
}

/** Lines that begin in `[startByte, endByte)` of a file, or, where these are null, the whole stream. */
export interface Task {
  readonly input: Input;
  readonly range: { readonly startByte: number; readonly endByte: number } | null;
}

/** A file that could not be read, or not to its end. What had been read of it counts. */
export interface InputProblem {
  readonly path: string;
  readonly message: string;
}
