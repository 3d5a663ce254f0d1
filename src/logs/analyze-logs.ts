import { availableParallelism } from "node:os";

import { ToolError } from "../core/errors.ts";
import { mergeAggregates } from "./aggregate/merge-aggregates.ts";
import { compileFormat } from "./layout/compile-format.ts";
import { compiledScanner } from "./scanner/module.ts";
import type { ScanOptions } from "./scanner/scanner.ts";
import { listInputs } from "./sources/list-inputs.ts";
import { planTasks } from "./sources/plan-tasks.ts";
import { runTasks, type Shared, type TaskResult } from "./sources/run-tasks.ts";

export interface AnalyzeOptions extends ScanOptions {
  /** Files, folders, globs; "-" is standard input. */
  readonly paths: readonly string[];
  readonly cwd: string;
  /** The stage's access-log Format; undefined: the lines tell. */
  readonly format?: string | undefined;
  /** Undefined: as many as the machine has processors, up to four. */
  readonly threads?: number | undefined;
  /** Bytes read and bytes there are, as they lie on the disk; 0 where that is unknown. */
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

/** More would take more memory than reading gets faster. */
const MOST_THREADS = 4;
const PROGRESS_EVERY_MS = 100;

/**
 * Reads logs in one pass, on several threads where it is worth it.
 *
 * Errors: E_BAD_INPUT for a Format that is none; E_NOTHING_READABLE where no file could be opened.
 */
export async function analyzeLogs(options: AnalyzeOptions): Promise<TaskResult> {
  const known = options.format === undefined ? null : compileFormat(options.format);
  const { inputs, problems } = await listInputs(options.paths, options.cwd, known);
  if (inputs.length === 0) {
    const what = problems.map(({ path, message }) => `${path}: ${message}`);
    throw new ToolError("E_NOTHING_READABLE", "no log could be opened", { details: what });
  }
  const totalBytes = inputs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const { tasks, threads } = planTasks(
    inputs,
    options.threads ?? Math.min(availableParallelism(), MOST_THREADS),
  );
  const { by, filter, cells, brief = false } = options;
  const scan: ScanOptions = { by, filter, cells, brief };
  const shared: Shared = {
    taken: new Int32Array(new SharedArrayBuffer(4)),
    bytesRead: new BigInt64Array(new SharedArrayBuffer(8)),
  };
  const workers: Promise<TaskResult>[] = [];
  if (threads > 1) {
    const { startWorker } = await import("./sources/start-worker.ts");
    const input = { tasks, options: scan, known, code: compiledScanner(), shared };
    for (let thread = 1; thread < threads; thread += 1) workers.push(startWorker(input));
  }
  // A thread that fails while this one is still reading is heard when it is waited for.
  for (const worker of workers) worker.catch(() => undefined);
  const tell = (): void => options.onProgress?.(Number(Atomics.load(shared.bytesRead, 0)), totalBytes);
  let toldAtMs = 0;
  const ownResult = await runTasks(tasks, scan, known, shared, () => {
    if (options.onProgress === undefined || performance.now() < toldAtMs + PROGRESS_EVERY_MS) return;
    toldAtMs = performance.now();
    tell();
  });
  const timer = setInterval(tell, PROGRESS_EVERY_MS);
  try {
    const results = [ownResult, ...(await Promise.all(workers))];
    tell();
    return {
      aggregates: results.map(({ aggregates }) => aggregates).reduce(mergeAggregates),
      problems: [...problems, ...results.flatMap((result) => result.problems)],
      descriptions: [...new Set(results.flatMap(({ descriptions }) => descriptions))],
    };
  } finally {
    clearInterval(timer);
  }
}
