import { parentPort, workerData } from "node:worker_threads";

import type { Layout } from "../layout/layout.ts";
import { shareCompiled } from "../scanner/module.ts";
import type { ScanOptions } from "../scanner/scanner.ts";
import type { Task } from "./input.ts";
import { runTasks } from "./run-tasks.ts";

/** What a thread is started with. */
export interface WorkerInput {
  readonly tasks: readonly Task[];
  readonly options: ScanOptions;
  readonly known: Layout | null;
  /** See compiledScanner. */
  readonly code: object;
  /** One number, to which every thread adds what it has read. */
  readonly bytesRead: BigInt64Array;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Started by analyzeLogs alone.
const { tasks, options, known, code, bytesRead } = workerData as WorkerInput;
shareCompiled(code);
const result = await runTasks(tasks, options, known, (count) => {
  Atomics.add(bytesRead, 0, BigInt(count));
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread, not a window.
parentPort?.postMessage(result);
