import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { ToolError } from "../../core/errors.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { QUERIES_FILE, RESULTS_FILE } from "./exported-format.ts";
import { readExported } from "./read-exported.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { SERIES_FILES, SNAPSHOT_FILE } from "./recording-format.ts";
import { selectSpans, type SpanOptions } from "./select-spans.ts";

const EXPORT_FILES: readonly string[] = [QUERIES_FILE, RESULTS_FILE];

const EXPECTED = `Expected is a folder with ${SNAPSHOT_FILE} and ${SERIES_FILES.join(" or ")} (\`gatewatch record\`), or one with ${QUERIES_FILE} and ${RESULTS_FILE} (\`aws cloudwatch get-metric-data\`).`;

/**
 * Reads a recording or an export, whichever lies there: a folder with snapshot.json, a file like it, or a
 * folder with queries.json and results.json. {@link selectSpans} says what the options mean.
 *
 * Errors: E_BAD_INPUT where the path is neither, or nothing in it can be read; E_USAGE where the window that
 * is asked for lies outside of it.
 */
export async function readFrom(path: string, options: SpanOptions = {}): Promise<Snapshot> {
  return selectSpans(await read(path), options);
}

async function read(path: string): Promise<Snapshot> {
  const isFile = await isFileAt(path);
  if (isFile === undefined) {
    throw new ToolError("E_BAD_INPUT", `cannot read ${path}: there is no such file or folder`, {
      hint: EXPECTED,
    });
  }
  if (isFile) return EXPORT_FILES.includes(basename(path)) ? readExported(dirname(path)) : readSnapshot(path);
  if (await isFileAt(join(path, SNAPSHOT_FILE))) return readSnapshot(join(path, SNAPSHOT_FILE));
  // With one of the two, what is said is which one is not there.
  for (const name of EXPORT_FILES) if (await isFileAt(join(path, name))) return readExported(path);
  throw new ToolError("E_BAD_INPUT", `cannot read ${path}: neither a recording nor an export lies there`, {
    hint: EXPECTED,
  });
}

/** Undefined where nothing is there. */
async function isFileAt(path: string): Promise<boolean | undefined> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return undefined;
  }
}
