import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { compileFormat } from "../layout/compile-format.ts";
import { learnLayout } from "../layout/learn-layout.ts";
import { Scanner, type ScanOptions } from "../scanner/scanner.ts";
import { ToolError } from "../../core/errors.ts";
import { listInputs } from "./list-inputs.ts";
import type { TaskResult } from "./run-tasks.ts";

export interface FollowOptions extends ScanOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly format?: string | undefined;
  readonly everyMs: number;
  /** Ends the following. */
  readonly signal: AbortSignal;
}

/**
 * Reads a plain file to its end and on as it grows, telling all that has been counted so far whenever there is more. A
 * file that has been replaced or cut is read from its new beginning.
 *
 * Errors: E_USAGE for what cannot be followed.
 */
export async function followLog(
  options: FollowOptions,
  onResult: (result: TaskResult) => void,
): Promise<void> {
  const known = options.format === undefined ? null : compileFormat(options.format);
  const { inputs } = await listInputs(options.paths, options.cwd, known);
  const [input] = inputs;
  if (
    !input ||
    inputs.length > 1 ||
    input.packing !== "plain" ||
    (input.layout === null && input.sizeBytes > 0)
  ) {
    throw new ToolError("E_USAGE", `${options.paths.join(" ")}: only one plain file can be followed`);
  }
  const scanner = new Scanner(options);
  let layout = known ?? (input.sizeBytes > 0 ? input.layout : null);
  if (layout) scanner.setLayout(layout);
  let file = openSync(input.path, "r");
  try {
    let at = 0;
    while (!options.signal.aborted) {
      const before = at;
      if (isReplaced(input.path, file, at)) {
        closeSync(file);
        file = openSync(input.path, "r");
        scanner.endFile();
        at = 0;
      }
      for (let count = 1; count > 0; at += count) {
        const space = scanner.space();
        count = readSync(file, space, 0, space.length, at);
        // A file that was empty tells what it holds with its first bytes.
        if (layout === null && count > 0) {
          layout = learnLayout(Buffer.from(space.subarray(0, count)).toString("utf8"));
          scanner.setLayout(layout);
        }
        scanner.commit(count);
      }
      if (at !== before)
        onResult({ aggregates: scanner.finish(), problems: [], descriptions: [layout?.description ?? ""] });
      await sleep(options.everyMs, undefined, { signal: options.signal }).catch(() => undefined);
    }
  } finally {
    closeSync(file);
  }
}

function isReplaced(path: string, file: number, at: number): boolean {
  try {
    const [named, open] = [statSync(path), fstatSync(file)];
    return named.ino !== open.ino || named.size < at;
  } catch {
    // Between two names of a rotation there is nothing to switch to yet.
    return false;
  }
}
