import { z } from "zod";

import { snapshotSchema } from "../../model/snapshot.ts";

/** The one version that this code writes and reads. */
export const RECORDING_VERSION = 1;

/** Everything but the series, one readable JSON object. Written last: what it names is complete. */
export const SNAPSHOT_FILE = "snapshot.json";

/** One series a line, plain or compressed. */
export const SERIES_FILES = ["series.ndjson", "series.ndjson.gz"] as const;

/** What alarms watch, in the same form. Its name is fixed, so that a recording names no other file. */
export const ALARM_SERIES_FILES = ["alarm-series.ndjson", "alarm-series.ndjson.gz"] as const;

/**
 * snapshot.json: a snapshot whose series lie in a file beside it, or inside it.
 *
 * Shape: `count` is the number of lines that were written, so that a cut file is noticed.
 */
export const recordingSchema = snapshotSchema.extend({
  schemaVersion: z.literal(RECORDING_VERSION),
  series: z.union([
    z.strictObject({ file: z.enum(SERIES_FILES), count: z.number().int().min(0) }),
    // Each is judged by itself, so that a damaged one costs no other.
    z.array(z.unknown()),
  ]),
  alarmHistory: z
    .strictObject({
      window: snapshotSchema.shape.window,
      series: z.union([
        z.strictObject({ file: z.enum(ALARM_SERIES_FILES), count: z.number().int().min(0) }),
        z.array(z.unknown()),
      ]),
    })
    .optional(),
});
export type Recording = z.infer<typeof recordingSchema>;
