import { errorMessage } from "../../core/errors.ts";
import type { LogAggregates } from "../aggregate/aggregates.ts";
import type { Layout } from "../layout/layout.ts";
import { Scanner, type ScanOptions } from "../scanner/scanner.ts";
import type { InputProblem, Task } from "./input.ts";
import { readRange } from "./read-range.ts";

export interface TaskResult {
  readonly aggregates: LogAggregates;
  readonly problems: readonly InputProblem[];
  /** What was understood of the lines, once for each kind. */
  readonly descriptions: readonly string[];
}

/** What threads share. */
export interface Shared {
  /** How many tasks have been taken. */
  readonly taken: Int32Array;
  /** One number: bytes read by all. */
  readonly bytesRead: BigInt64Array;
}

/**
 * Takes one task after the other, until no thread has left any, and reads them with one scanner. A file that cannot be read is a
 * problem in the result.
 *
 * @param known what all files hold; null: each file's beginning tells.
 * @param onRead called now and then.
 */
export async function runTasks(
  tasks: readonly Task[],
  options: ScanOptions,
  known: Layout | null,
  shared: Shared,
  onRead: () => void,
): Promise<TaskResult> {
  const scanner = new Scanner(options);
  const problems: InputProblem[] = [];
  const descriptions = new Set<string>();
  let current: Layout | null = null;
  const onBytes = (count: number): void => {
    Atomics.add(shared.bytesRead, 0, BigInt(count));
    onRead();
  };
  for (let number = take(shared); number < tasks.length; number = take(shared)) {
    const task = tasks[number];
    if (task === undefined) break;
    const { input, range } = task;
    try {
      if (range === null || input.layout === null) {
        // Most runs read plain files, and need none of what unpacks the others.
        const { readStream } = await import("./read-stream.ts");
        current = null;
        descriptions.add((await readStream(scanner, input, known, onBytes)).description);
        continue;
      }
      descriptions.add(input.layout.description);
      if (current === null || !isSameLayout(current, input.layout)) scanner.setLayout(input.layout);
      current = input.layout;
      readRange(scanner, input.path, range.startByte, range.endByte, onBytes);
    } catch (thrown) {
      problems.push({ path: input.path, message: errorMessage(thrown) });
    }
  }
  return { aggregates: scanner.finish(), problems, descriptions: [...descriptions] };
}

function take({ taken }: Shared): number {
  return Atomics.add(taken, 0, 1);
}

function isSameLayout(left: Layout, right: Layout): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
