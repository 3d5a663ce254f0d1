import { errorMessage } from "../../core/errors.ts";
import type { LogAggregates } from "../aggregate/aggregates.ts";
import type { Layout } from "../layout/layout.ts";
import { Scanner, type ScanOptions } from "../scanner/scanner.ts";
import type { InputProblem, Task } from "./input.ts";
import { readRange } from "./read-range.ts";
import { readStream } from "./read-stream.ts";

export interface TaskResult {
  readonly aggregates: LogAggregates;
  readonly problems: readonly InputProblem[];
  /** What was understood of the lines, once for each kind. */
  readonly descriptions: readonly string[];
}

/**
 * Reads one task after the other with one scanner. A file that cannot be read is a problem in the result.
 *
 * @param known what all files hold; null: each file's beginning tells.
 */
export async function runTasks(
  tasks: readonly Task[],
  options: ScanOptions,
  known: Layout | null,
  onBytes: (count: number) => void,
): Promise<TaskResult> {
  const scanner = new Scanner(options);
  const problems: InputProblem[] = [];
  const descriptions = new Set<string>();
  let current = "";
  for (const { input, range } of tasks) {
    try {
      if (range === null || input.layout === null) {
        descriptions.add((await readStream(scanner, input, known, onBytes)).description);
        current = "";
        continue;
      }
      descriptions.add(input.layout.description);
      const layout = JSON.stringify(input.layout);
      if (layout !== current) scanner.setLayout(input.layout);
      current = layout;
      readRange(scanner, input.path, range.startByte, range.endByte, onBytes);
    } catch (thrown) {
      problems.push({ path: input.path, message: errorMessage(thrown) });
    }
  }
  return { aggregates: scanner.finish(), problems, descriptions: [...descriptions] };
}
