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

/** So much of what was read last is compared with what stands there now. */
const REMEMBERED_BYTES = 512;

/**
 * Reads a plain file to its end and on as it grows, telling all that has been counted so far whenever there is more. Where
 * another file has taken its name, the old one is read to its end before the new one is begun; a file that was cut, or
 * emptied and filled again, is read from its new beginning.
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
    let last = Buffer.alloc(0);
    let hasMore = false;
    const readOn = (): void => {
      for (let count = 1; count > 0; at += count) {
        const space = scanner.space();
        count = readSync(file, space, 0, space.length, at);
        if (count === 0) return;
        hasMore = true;
        last = Buffer.from(space.subarray(Math.max(0, count - REMEMBERED_BYTES), count));
        // A file that was empty tells what it holds with its first bytes.
        if (layout === null) {
          layout = learnLayout(Buffer.from(space.subarray(0, count)).toString("utf8"));
          scanner.setLayout(layout);
        }
        scanner.commit(count);
      }
    };
    const beginAnew = (): void => {
      scanner.endFile();
      [at, last] = [0, Buffer.alloc(0)];
    };
    while (!options.signal.aborted) {
      hasMore = false;
      if (!isAsItWas(file, at, last)) beginAnew();
      readOn();
      const next = otherFile(input.path, file);
      if (next !== null) {
        // What was written between the last look and the renaming.
        readOn();
        closeSync(file);
        file = next;
        beginAnew();
        readOn();
      }
      if (hasMore)
        onResult({ aggregates: scanner.finish(), problems: [], descriptions: [layout?.description ?? ""] });
      await sleep(options.everyMs, undefined, { signal: options.signal }).catch(() => undefined);
    }
  } finally {
    closeSync(file);
  }
}

/** Whether what was read last, up to `at`, still stands there. A file can be emptied and be longer than before by now. */
function isAsItWas(file: number, at: number, last: Buffer): boolean {
  if (fstatSync(file).size < at) return false;
  const now = Buffer.alloc(last.length);
  return readSync(file, now, 0, now.length, at - last.length) === last.length && now.equals(last);
}

/** The file that has the name now, opened, where it is another one. */
function otherFile(path: string, file: number): number | null {
  try {
    const [named, ours] = [statSync(path), fstatSync(file)];
    return named.isFile() && (named.ino !== ours.ino || named.dev !== ours.dev) ? openSync(path, "r") : null;
  } catch {
    // Between two names of a rotation there is nothing to switch to yet.
    return null;
  }
}
