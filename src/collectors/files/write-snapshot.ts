import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { Series } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { makeDirectory } from "./make-directory.ts";
import { ALARM_SERIES_FILES, SERIES_FILES, SNAPSHOT_FILE, type Recording } from "./recording-format.ts";
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
  const gzip = options.gzip === true;
  const file = SERIES_FILES[gzip ? 1 : 0];
  const alarmFile = ALARM_SERIES_FILES[gzip ? 1 : 0];
  await makeDirectory(directory);
  const snapshotPath = join(directory, SNAPSHOT_FILE);
  const { series, alarmHistory, ...rest } = snapshot;
  const alarms = alarmHistory && {
    window: alarmHistory.window,
    series: { file: alarmFile, count: alarmHistory.series.length },
  };
  const recording: Recording = {
    ...rest,
    series: { file, count: series.length },
    ...(alarms ? { alarmHistory: alarms } : {}),
  };
  const written = [await writeSeries(join(directory, file), series)];
  if (alarmHistory) written.push(await writeSeries(join(directory, alarmFile), alarmHistory.series));
  const sizeBytes = await writeAtomically(snapshotPath, [`${JSON.stringify(recording, null, 2)}\n`]);
  // Of an earlier recording: nothing names them any more.
  const named: readonly string[] = alarmHistory ? [file, alarmFile] : [file];
  for (const other of [...SERIES_FILES, ...ALARM_SERIES_FILES]) {
    if (!named.includes(other)) await rm(join(directory, other), { force: true });
  }
  return [{ path: snapshotPath, sizeBytes }, ...written];
}

async function writeSeries(path: string, series: readonly Series[]): Promise<WrittenFile> {
  return { path, sizeBytes: await writeAtomically(path, lines(series)) };
}

function* lines(series: readonly Series[]): Generator<string> {
  for (const one of series) yield `${JSON.stringify(one)}\n`;
}
