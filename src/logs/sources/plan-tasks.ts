import type { Input, Task } from "./input.ts";

/** As much of a file as one thread takes at a time: little beside the whole, much beside finding its first line. */
const PIECE_BYTES = 8 << 20;
/** What a thread reads while another one starts; with less there is nothing to share. */
const WORTH_A_THREAD_BYTES = 40 << 20;
/** Packed bytes stand for so many. */
const UNPACKED_RATIO = 8;

export interface Plan {
  /** In the order in which they are to be taken. */
  readonly tasks: readonly Task[];
  /** How many threads they are worth. */
  readonly threads: number;
}

/**
 * What there is to read, in pieces that whoever is free takes next, so that nobody waits for another. What can only be read from
 * its beginning comes first, the largest before all, and plain files fill up what is left.
 */
export function planTasks(inputs: readonly Input[], threads: number): Plan {
  const whole = inputs.filter((input) => !isCuttable(input)).sort((a, b) => weightOf(b) - weightOf(a));
  const plain = inputs.filter(isCuttable);
  const total = inputs.reduce((sum, input) => sum + weightOf(input), 0);
  const worth = Math.min(threads, Math.floor(total / WORTH_A_THREAD_BYTES));
  const pieceBytes = worth > 1 ? PIECE_BYTES : Infinity;
  const tasks = [...whole.map(wholeTask), ...plain.flatMap((input) => pieces(input, pieceBytes))];
  return { tasks, threads: Math.max(1, Math.min(worth, tasks.length)) };
}

function weightOf({ sizeBytes, packing }: Input): number {
  return sizeBytes * (packing === "plain" ? 1 : UNPACKED_RATIO);
}

/** Lines can be found anywhere in a plain file; objects without newlines between them cannot. */
function isCuttable({ packing, layout, sizeBytes }: Input): boolean {
  return packing === "plain" && layout !== null && sizeBytes > 0 && !layout.isConcatenated;
}

function wholeTask(input: Input): Task {
  const isStream = input.packing !== "plain" || input.layout === null || input.sizeBytes === 0;
  return { input, range: isStream ? null : { startByte: 0, endByte: input.sizeBytes } };
}

function pieces(input: Input, pieceBytes: number): Task[] {
  const count = Math.max(1, Math.round(input.sizeBytes / pieceBytes));
  const edge = (number: number): number => Math.round((input.sizeBytes * number) / count);
  return Array.from({ length: count }, (_, number) => ({
    input,
    range: { startByte: edge(number), endByte: edge(number + 1) },
  }));
}
