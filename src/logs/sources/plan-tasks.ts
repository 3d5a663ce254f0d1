import type { Input, Task } from "./input.ts";

/** What a thread reads while another one starts. */
const HEAD_START_BYTES = 40 << 20;
/** A file below this is not worth dividing. */
const LEAST_SHARE_BYTES = 8 << 20;
/** Packed bytes stand for so many. */
const UNPACKED_RATIO = 8;

/**
 * Divides files among threads: laid end to end, each thread gets one stretch, the first (which runs already) a longer one.
 * Plain files are cut at the border; what can only be read from its beginning goes to whoever has its middle.
 *
 * @returns tasks by thread; threads without any are left out.
 */
export function planTasks(inputs: readonly Input[], threads: number): Task[][] {
  const weights = inputs.map(
    ({ sizeBytes, packing }) => sizeBytes * (packing === "plain" ? 1 : UNPACKED_RATIO),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const used = Math.max(1, Math.min(threads, Math.floor(total / HEAD_START_BYTES)));
  const share = (total + (used - 1) * HEAD_START_BYTES) / used;
  const borders = Array.from({ length: used }, (_, thread) =>
    thread === used - 1 ? Infinity : share + thread * (share - HEAD_START_BYTES),
  );
  const plan: Task[][] = borders.map(() => []);
  let from = 0;
  for (const [index, input] of inputs.entries()) {
    const weight = weights[index] ?? 0;
    for (const { thread, range } of cut(input, from, weight, borders)) plan[thread]?.push({ input, range });
    from += weight;
  }
  return plan.filter((tasks) => tasks.length > 0);
}

interface Piece {
  readonly thread: number;
  readonly range: Task["range"];
}

function cut(input: Input, from: number, weight: number, borders: readonly number[]): Piece[] {
  const ownerOf = (at: number): number => borders.findIndex((border) => at < border);
  const { layout } = input;
  if (input.packing !== "plain" || layout === null || input.sizeBytes === 0)
    return [{ thread: ownerOf(from + weight / 2), range: null }];
  const isWhole = layout.isConcatenated || weight < 2 * LEAST_SHARE_BYTES;
  if (isWhole)
    return [{ thread: ownerOf(from + weight / 2), range: { startByte: 0, endByte: input.sizeBytes } }];
  const inner = borders.filter((border) => border > from && border < from + weight);
  const edges = [0, ...inner.map((border) => Math.round(border - from)), input.sizeBytes];
  return edges.slice(1).map((endByte, index) => {
    const startByte = edges[index] ?? 0;
    return { thread: ownerOf(from + (startByte + endByte) / 2), range: { startByte, endByte } };
  });
}
