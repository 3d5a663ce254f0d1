import { z } from "zod";

import { changeSchema } from "./change.ts";
import { executionSliceSchema } from "./execution-slice.ts";
import { logSliceSchema } from "./log-slice.ts";
import { seriesSchema } from "./series.ts";
import { targetSchema } from "./target.ts";
import { traceSliceSchema } from "./trace.ts";

/** Something that could not be read. Data, not an exception: the report shows each one. */
export const blindSpotSchema = z.object({
  /** What was to be read: "inventory", "metrics", "cost", "files", later "access-logs", "xray". */
  source: z.string(),
  /** The target it concerns, or null where it concerns a region or the whole run. */
  target: z.string().nullable(),
  /** ACCESS_DENIED, THROTTLED, UNREACHABLE, PARTIAL_DATA, BAD_INPUT ... */
  code: z.string(),
  /** What is lost and what to do about it, one line. */
  hint: z.string(),
});
export type BlindSpot = z.infer<typeof blindSpotSchema>;

/** What a run asked of AWS, and the price of it at list prices. */
export const costSchema = z.object({
  metricsRequested: z.number(),
  logBytesScanned: z.number(),
  tracesRetrieved: z.number(),
  usd: z.number(),
  /** Calls by service and operation, "cloudwatch:GetMetricData": every attempt counts, retries included. */
  calls: z.record(z.string(), z.number()),
});
export type Cost = z.infer<typeof costSchema>;

export const NO_COST: Cost = Object.freeze({
  metricsRequested: 0,
  logBytesScanned: 0,
  tracesRetrieved: 0,
  usd: 0,
  calls: {},
});

/** Half-open, epoch milliseconds. */
const windowSchema = z.object({ startMs: z.number(), endMs: z.number() });

/**
 * Everything an analyzer may see. `window.endMs` is "now": nothing here is later, and no pure code asks
 * a clock. Survives a JSON round trip.
 */
export const snapshotSchema = z.object({
  schemaVersion: z.literal(1),
  /** Where it came from: an account, a recording of one, exported files, or the embedded demo account. */
  origin: z.enum(["aws", "recorded", "exported", "demo"]),
  window: windowSchema,
  /** What is normal is learned from here; ends where the window starts. */
  baseline: windowSchema,
  /** Datapoints of periods that end later than this may still change (late delivery): never final. */
  settledMs: z.number(),
  targets: z.array(targetSchema),
  series: z.array(seriesSchema),
  /** What access logs were read for: mostly what a first look at the metrics found. Older recordings have none. */
  logs: z.array(logSliceSchema).default([]),
  /** What traces were read for, likewise; left out where none were asked for. */
  traces: z.array(traceSliceSchema).optional(),
  /** What execution logs were read for: errors that were found. Left out: none was read. */
  executionLogs: z.array(executionSliceSchema).optional(),
  /** What was changed around the starts of what was found. Left out: nothing, or nobody looked. */
  changes: z.array(changeSchema).optional(),
  /** What alarms watch, read for their sake: over a time of its own, mostly longer than the window. */
  alarmHistory: z.object({ window: windowSchema, series: z.array(seriesSchema) }).optional(),
  blindSpots: z.array(blindSpotSchema),
  cost: costSchema,
});
export type Snapshot = z.infer<typeof snapshotSchema>;
