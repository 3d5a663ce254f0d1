import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

import { errorMessage, ToolError } from "../../core/errors.ts";
import { parseJson } from "../../core/parse-json.ts";
import { seriesSchema, type Series } from "../../model/series.ts";
import type { BlindSpot, Snapshot } from "../../model/snapshot.ts";
import { readLines } from "./read-lines.ts";
import {
  RECORDING_VERSION,
  recordingSchema,
  SERIES_FILES,
  SNAPSHOT_FILE,
  type Recording,
} from "./recording-format.ts";

const AGAIN = "Record it again with `gatewatch record`.";

/** How many damaged lines a blind spot names. */
const NAMED_LINES = 5;

/**
 * Reads the snapshot.json that writeSnapshot wrote with the series beside it, or one that holds its series itself.
 *
 * Shape: as it was written, but an account's origin becomes "recorded".
 * Edge cases: lines of series that are cut, damaged, out of order or of an unknown target are left out and
 * counted in a blind spot that names them.
 * Errors: E_BAD_INPUT where snapshot.json or the series file is not there, damaged, or of another version.
 */
export async function readSnapshot(file: string): Promise<Snapshot> {
  const { series: stored, alarmHistory: alarms, ...rest } = parseRecording(file, await readText(file));
  const targets = new Set(rest.targets.map(({ id }) => id));
  if (targets.size < rest.targets.length) {
    throw new ToolError("E_BAD_INPUT", `cannot read ${file}: two of its targets have the same id`, {
      hint: AGAIN,
    });
  }
  const judge = (value: unknown): Series | string => toSeries(value, targets);
  const read = async (from: Recording["series"] | NonNullable<Recording["alarmHistory"]>["series"]) =>
    Array.isArray(from)
      ? fromInside(file, from, judge)
      : fromLines(join(dirname(file), from.file), from.count, judge);
  const { series, blindSpots } = await read(stored);
  const forAlarms = alarms && (await read(alarms.series));
  return {
    ...rest,
    origin: rest.origin === "aws" ? "recorded" : rest.origin,
    series,
    ...(alarms && forAlarms ? { alarmHistory: { window: alarms.window, series: forAlarms.series } } : {}),
    blindSpots: [...rest.blindSpots, ...blindSpots, ...(forAlarms?.blindSpots ?? [])],
  };
}

type Judge = (value: unknown) => Series | string;
interface Read {
  readonly series: Series[];
  readonly blindSpots: readonly BlindSpot[];
}

async function fromLines(path: string, count: number, judge: Judge): Promise<Read> {
  const series: Series[] = [];
  const damages: { number: number; damage: string }[] = [];
  try {
    for await (const line of readLines(path)) {
      const judged = "damage" in line ? line.damage : judge(parseJson(line.text));
      if (typeof judged === "string") damages.push({ number: line.number, damage: judged });
      else series.push(judged);
    }
  } catch (error) {
    throw new ToolError("E_BAD_INPUT", `cannot read ${path}: ${errorMessage(error)}`, {
      hint: `A recording is ${SNAPSHOT_FILE} with ${SERIES_FILES.join(" or ")} beside it. ${AGAIN}`,
      cause: error,
    });
  }
  const blindSpots = damages.length > 0 ? [damaged(path, "line", damages, count)] : [];
  const absent = count - series.length - damages.length;
  if (absent > 0) {
    blindSpots.push(
      badInput(`${basename(path)} ends early: ${absent} of its ${count} series are not there. ${AGAIN}`),
    );
  }
  return { series, blindSpots };
}

function fromInside(file: string, stored: readonly unknown[], judge: Judge): Read {
  const series: Series[] = [];
  const damages: { number: number; damage: string }[] = [];
  for (const [index, value] of stored.entries()) {
    const judged = judge(value);
    if (typeof judged === "string") damages.push({ number: index + 1, damage: judged });
    else series.push(judged);
  }
  return {
    series,
    blindSpots: damages.length > 0 ? [damaged(file, "series", damages, stored.length)] : [],
  };
}

/** The series, or why it cannot be used. */
function toSeries(value: unknown, targets: ReadonlySet<string>): Series | string {
  if (value === undefined) return "not JSON, or cut";
  const parsed = seriesSchema.safeParse(value);
  if (!parsed.success) return firstIssue(parsed.error);
  const { target, periodSeconds, runs } = parsed.data;
  if (target !== null && !targets.has(target)) return "of a target that is not recorded";
  const periodMs = periodSeconds * 1_000;
  let nextMs = -Infinity;
  for (const [startMs, values] of runs) {
    if (startMs < nextMs || startMs % periodMs !== 0) return "datapoints out of order";
    // A run that touches the one before it is odd but harmless.
    nextMs = startMs + values.length * periodMs;
  }
  return parsed.data;
}

function parseRecording(file: string, text: string): Recording {
  const value = parseJson(text);
  const version = z.object({ schemaVersion: z.unknown() }).safeParse(value).data?.schemaVersion;
  if (version !== undefined && version !== RECORDING_VERSION) {
    throw new ToolError(
      "E_BAD_INPUT",
      `cannot read ${file}: its schemaVersion is ${JSON.stringify(version)}, this version of Gatewatch reads ${RECORDING_VERSION}`,
      { hint: "Read it with the version of Gatewatch that recorded it, or record again." },
    );
  }
  const parsed = recordingSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const reason = value === undefined ? "not JSON, or cut" : firstIssue(parsed.error);
  throw new ToolError("E_BAD_INPUT", `cannot read ${file} as a recording: ${reason}`, { hint: AGAIN });
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    // The longest text that JavaScript can hold is 2^29 - 24 characters.
    if (size >= 2 ** 29) throw new Error("512 MiB or more in one text; keep the series in series.ndjson");
    return await readFile(file, "utf8");
  } catch (error) {
    throw new ToolError("E_BAD_INPUT", `cannot read ${file}: ${errorMessage(error)}`, {
      hint: `A recording is a folder with ${SNAPSHOT_FILE} and ${SERIES_FILES.join(" or ")}, as \`gatewatch record\` writes it.`,
      cause: error,
    });
  }
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return "not of the expected form";
  return issue.path.length > 0 ? `${issue.path.map(String).join(".")}: ${issue.message}` : issue.message;
}

function damaged(
  path: string,
  unit: "line" | "series",
  damages: readonly { number: number; damage: string }[],
  count: number,
): BlindSpot {
  const named = damages.slice(0, NAMED_LINES).map(({ number, damage }) => `${number}: ${damage}`);
  const more = damages.length > NAMED_LINES ? `; and ${damages.length - NAMED_LINES} more` : "";
  return badInput(
    `${basename(path)}: ${damages.length} of ${count} series could not be read and are left out (${unit} ${named.join("; ")}${more}). ${AGAIN}`,
  );
}

function badInput(hint: string): BlindSpot {
  return { source: "files", target: null, code: "BAD_INPUT", hint };
}
