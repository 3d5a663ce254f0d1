import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { errorMessage, ToolError } from "../../core/errors.ts";
import { HOUR_MS } from "../../core/window.ts";
import { NO_COST, type BlindSpot, type Snapshot } from "../../model/snapshot.ts";
import { parseQueries, parseResults, QUERIES_FILE, RESULTS_FILE } from "./exported-format.ts";
import { exportedLosses } from "./exported-losses.ts";
import { exportedSeries } from "./exported-series.ts";
import { exportedSpans } from "./exported-spans.ts";
import { exportedTargets } from "./exported-targets.ts";
import { parseJsonDocuments } from "./json-documents.ts";

/** How much of an export is looked at where nothing else is asked for; the rest is baseline. */
const WINDOW_MS = 3 * HOUR_MS;

/** An export does not say which region it is of. */
const UNKNOWN_REGION = "unknown";

const EXPECTED = `An export is a folder with ${QUERIES_FILE} (the --metric-data-queries argument) and ${RESULTS_FILE} (what \`aws cloudwatch get-metric-data\` printed).`;

/**
 * Reads what a user exported with the AWS CLI. The data's own end is "now"; the last three hours are the
 * window, what is before them the baseline. What cannot be used is counted in blind spots.
 *
 * Errors: E_BAD_INPUT where one of the two files is not there, or no datapoint can be read.
 */
export async function readExported(directory: string): Promise<Snapshot> {
  const queriesText = await readDocuments(join(directory, QUERIES_FILE));
  const resultsText = await readDocuments(join(directory, RESULTS_FILE));
  const queries = parseQueries(queriesText.values);
  const results = parseResults(resultsText.values);
  const places = exportedTargets(queries.items, UNKNOWN_REGION);
  const { series, losses } = exportedSeries(queries.items, results.items, places.placeOf);
  const spans = exportedSpans(series, resultsText.writtenMs);
  if (!spans) {
    throw new ToolError(
      "E_BAD_INPUT",
      `no datapoint could be read from ${directory}: ${queries.items.length} queries, ${results.items.length} results`,
      { hint: EXPECTED },
    );
  }
  const { covered, settledMs } = spans;
  const startMs = Math.max(covered.startMs, covered.endMs - WINDOW_MS);
  const damagedQueries = queriesText.damaged + queries.damaged;
  const damagedResults = resultsText.damaged + results.damaged;
  const blindSpots = exportedLosses({ damagedQueries, damagedResults, places, losses, results });
  return {
    schemaVersion: 1,
    origin: "exported",
    window: { startMs, endMs: covered.endMs },
    baseline: { startMs: covered.startMs, endMs: startMs },
    settledMs,
    targets: [...places.targets],
    logs: [],
    series: [...series],
    blindSpots: [...withoutBaseline(startMs - covered.startMs), ...blindSpots],
    cost: NO_COST,
  };
}

function withoutBaseline(baselineMs: number): BlindSpot[] {
  if (baselineMs > 0) return [];
  const hint =
    "The export holds no more than the window, so nothing tells what is normal. Export some days more, or look at less with --since.";
  return [{ source: "files", target: null, code: "NO_BASELINE", hint }];
}

async function readDocuments(path: string): Promise<{
  readonly values: readonly unknown[];
  readonly damaged: number;
  readonly writtenMs: number;
}> {
  try {
    const { mtimeMs, size } = await stat(path);
    // The longest text that JavaScript can hold is 2^29 - 24 characters.
    if (size >= 2 ** 29) throw new Error("it has 512 MiB or more; export fewer metrics or days at once");
    return { ...parseJsonDocuments(await readFile(path, "utf8")), writtenMs: mtimeMs };
  } catch (error) {
    throw new ToolError("E_BAD_INPUT", `cannot read ${path}: ${errorMessage(error)}`, {
      hint: EXPECTED,
      cause: error,
    });
  }
}
