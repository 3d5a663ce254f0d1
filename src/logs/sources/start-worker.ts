import { Worker } from "node:worker_threads";

import type { TaskResult } from "./run-tasks.ts";
import type { WorkerInput } from "./worker.ts";

/** Another thread that takes tasks; its result once there are none left. */
export function startWorker(input: WorkerInput): Promise<TaskResult> {
  return new Promise((resolve, reject) => {
    // Compiled code has the compiled module beside it. Reading makes few objects, and room for them is memory taken.
    const worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData: input,
      resourceLimits: { maxYoungGenerationSizeMb: 1 },
    });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a reading thread ended with ${code}`)));
  });
}
