import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { Series } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { makeDirectory } from "./make-directory.ts";
import { SERIES_FILES, SNAPSHOT_FILE, type Recording } from "./recording-format.ts";
import { writeAtomically } from "./write-atomically.ts";

export interface WrittenFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * Saves a snapshot as a folder, to be read back with readSnapshot.
 *
 * Shape: numbers are written as JSON writes them, the shortest text that gives the same number again. An
 * earlier recording in the folder is replaced; other files there are left alone.
 * Errors: E_USAGE where the folder cannot be written.
 */
export async function writeSnapshot(
  directory: string,
  snapshot: Snapshot,
  options: { readonly gzip?: boolean } = {},
): Promise<readonly WrittenFile[]> {
  const [plain, compressed] = SERIES_FILES;
  const [file, other] = options.gzip === true ? [compressed, plain] : [plain, compressed];
  await makeDirectory(directory);
  const seriesPath = join(directory, file);
  const snapshotPath = join(directory, SNAPSHOT_FILE);
  const { series, ...rest } = snapshot;
  const recording: Recording = { ...rest, series: { file, count: series.length } };
  const seriesBytes = await writeAtomically(seriesPath, lines(series));
  const snapshotBytes = await writeAtomically(snapshotPath, [`${JSON.stringify(recording, null, 2)}\n`]);
  // An earlier recording of the other form: nothing names it any more.
  await rm(join(directory, other), { force: true });
  return [
    { path: snapshotPath, sizeBytes: snapshotBytes },
    { path: seriesPath, sizeBytes: seriesBytes },
  ];
}

function* lines(series: readonly Series[]): Generator<string> {
  for (const one of series) yield `${JSON.stringify(one)}\n`;
}
