import { readSync } from "node:fs";

/** What a pipe holds, on Linux. */
const PIPE_BYTES = 1 << 16;
const SLAB_BYTES = 1 << 20;
/** Between two looks at a standard input that does not wait itself. */
const PAUSE_MS = 5;
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/** What comes, piece by piece, until there is no more. */
export async function* standardInputChunks(): AsyncGenerator<Buffer> {
  // A pipe gives little at a time: pieces are cut from a larger one, since whoever unpacks them may keep them for a while.
  let slab = Buffer.allocUnsafe(SLAB_BYTES);
  for (;;) {
    if (slab.length < PIPE_BYTES) slab = Buffer.allocUnsafe(SLAB_BYTES);
    const length = readStandardInput(slab);
    if (length === 0) return;
    yield slab.subarray(0, length);
    slab = slab.subarray(length);
  }
}

/** Reads what there is, and waits for it if need be; 0 at the end. Reading synchronously costs a quarter of what a stream does. */
export function readStandardInput(space: Uint8Array): number {
  for (;;) {
    try {
      return readSync(0, space);
    } catch (thrown) {
      const code = thrown instanceof Error && "code" in thrown ? thrown.code : "";
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw thrown;
      Atomics.wait(PAUSE, 0, 0, PAUSE_MS);
    }
  }
}
