import { parentPort, workerData } from "node:worker_threads";

import type { Layout } from "../layout/layout.ts";
import { shareCompiled } from "../scanner/module.ts";
import type { ScanOptions } from "../scanner/scanner.ts";
import type { Task } from "./input.ts";
import { runTasks, type Shared, type TaskResult } from "./run-tasks.ts";

/** What a thread is started with. */
export interface WorkerInput {
  readonly tasks: readonly Task[];
  readonly options: ScanOptions;
  readonly known: Layout | null;
  /** See compiledScanner. */
  readonly code: object;
  readonly shared: Shared;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Started by analyzeLogs alone.
const { tasks, options, known, code, shared } = workerData as WorkerInput;
shareCompiled(code);
const result = await runTasks(tasks, options, known, shared, () => undefined);
// Handed over, not copied: nearly all of a result are minutes and the entries of distributions.
parentPort?.postMessage(result, buffersOf(result));

function buffersOf({ aggregates }: TaskResult): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const add = (one: ArrayBufferView | undefined): void => {
    if (one?.buffer instanceof ArrayBuffer) buffers.add(one.buffer);
  };
  for (const group of aggregates.groups) group.distributions.forEach((one) => add(one?.entries));
  for (const { words } of aggregates.minutes) add(words);
  return [...buffers];
}
