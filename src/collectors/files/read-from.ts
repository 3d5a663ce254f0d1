import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import { ToolError } from "../../core/errors.ts";
import type { BlindSpot, Snapshot } from "../../model/snapshot.ts";
import { QUERIES_FILE, RESULTS_FILE } from "./exported-format.ts";
import { readExported } from "./read-exported.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { SERIES_FILES, SNAPSHOT_FILE } from "./recording-format.ts";
import { sliceSnapshot } from "./slice-snapshot.ts";

/** What to look at within what is there; each left out: as recorded. */
export interface ReadOptions {
  /** Length of the window. */
  readonly windowMs?: number;
  /** End of the window, epoch milliseconds. */
  readonly untilMs?: number;
  /** Length of the baseline. */
  readonly baselineMs?: number;
  /** The region of an export, which does not say it itself. */
  readonly region?: string;
}

/**
 * Reads a recording or an export, whichever lies there: a folder with snapshot.json, a file like it, or a
 * folder with queries.json and results.json.
 *
 * Edge cases: where more is asked for than is there, a blind spot says so.
 * Errors: E_BAD_INPUT where the path is neither, or nothing in it can be read; E_USAGE where the window that
 * is asked for lies outside of it.
 */
export async function readFrom(path: string, options: ReadOptions = {}): Promise<Snapshot> {
  const snapshot = await read(path, options.region);
  const { windowMs, untilMs, baselineMs } = options;
  if (windowMs === undefined && untilMs === undefined && baselineMs === undefined) return snapshot;
  const firstMs = Math.min(snapshot.baseline.startMs, snapshot.window.startMs);
  const lastMs = snapshot.window.endMs;
  const endMs = Math.min(untilMs ?? lastMs, lastMs);
  const length = windowMs ?? snapshot.window.endMs - snapshot.window.startMs;
  const wantedMs = (untilMs ?? lastMs) - length;
  const startMs = Math.max(wantedMs, firstMs);
  if (startMs >= endMs) {
    throw new ToolError(
      "E_USAGE",
      `${path} holds ${iso(firstMs)} to ${iso(lastMs)}; asked for is ${iso(wantedMs)} to ${iso(untilMs ?? lastMs)}`,
      { hint: "Choose --since and --until within it." },
    );
  }
  const baselineStartMs = Math.max(firstMs, baselineMs === undefined ? firstMs : startMs - baselineMs);
  const sliced = sliceSnapshot(snapshot, {
    window: { startMs, endMs },
    baseline: { startMs: baselineStartMs, endMs: startMs },
  });
  const isCut = wantedMs < firstMs || (untilMs ?? lastMs) > lastMs;
  return {
    ...sliced,
    blindSpots: [
      ...sliced.blindSpots.filter(({ code }) => code !== "NO_BASELINE"),
      ...(isCut ? [spot("NOT_RECORDED", `Only ${iso(firstMs)} to ${iso(lastMs)} is there.`)] : []),
      ...(baselineStartMs === startMs
        ? [spot("NO_BASELINE", "Nothing before the window is there, so nothing tells what is normal.")]
        : []),
    ],
  };
}

async function read(path: string, region: string | undefined): Promise<Snapshot> {
  const isDirectory = await isDirectoryAt(path);
  if (isDirectory === undefined) {
    throw new ToolError("E_BAD_INPUT", `cannot read ${path}: there is no such file or folder`, {
      hint: EXPECTED,
    });
  }
  if (!isDirectory) {
    const isExport = [QUERIES_FILE, RESULTS_FILE].some((name) => path === join(dirname(path), name));
    return isExport ? readExported(dirname(path), region) : readSnapshot(path);
  }
  if ((await isDirectoryAt(join(path, SNAPSHOT_FILE))) === false) return readSnapshot(path);
  for (const name of [QUERIES_FILE, RESULTS_FILE]) {
    if ((await isDirectoryAt(join(path, name))) === false) return readExported(path, region);
  }
  throw new ToolError("E_BAD_INPUT", `cannot read ${path}: neither a recording nor an export lies there`, {
    hint: EXPECTED,
  });
}

const EXPECTED = `Expected is a folder with ${SNAPSHOT_FILE} and ${SERIES_FILES.join(" or ")} (\`gatewatch record\`), or one with ${QUERIES_FILE} and ${RESULTS_FILE} (\`aws cloudwatch get-metric-data\`).`;

/** Undefined where nothing is there. */
async function isDirectoryAt(path: string): Promise<boolean | undefined> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return undefined;
  }
}

function spot(code: string, hint: string): BlindSpot {
  return { source: "files", target: null, code, hint };
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
