import type { Input, Task } from "./input.ts";

/** The least and the most of a file that one thread takes at a time. */
const LEAST_PIECE_BYTES = 4 << 20;
const MOST_PIECE_BYTES = 64 << 20;
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
  const tasks = whole.map(wholeTask);
  let leftBytes = plain.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  for (const input of plain) {
    tasks.push(...(worth > 1 ? pieces(input, leftBytes, worth) : [wholeTask(input)]));
    leftBytes -= input.sizeBytes;
  }
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

/** Pieces become smaller towards the end of all there is, so that threads end together: each is a part of what is left then. */
function pieces(input: Input, leftBytes: number, threads: number): Task[] {
  const tasks: Task[] = [];
  for (let startByte = 0; startByte < input.sizeBytes;) {
    const share = Math.floor((leftBytes - startByte) / (2 * threads));
    const size = Math.min(Math.max(share, LEAST_PIECE_BYTES), MOST_PIECE_BYTES);
    const isRest = startByte + size + LEAST_PIECE_BYTES > input.sizeBytes;
    const endByte = isRest ? input.sizeBytes : startByte + size;
    tasks.push({ input, range: { startByte, endByte } });
    startByte = endByte;
  }
  return tasks;
}
