import { z } from "zod";

import { apiKindSchema } from "./target.ts";
import { blindSpotSchema, costSchema } from "./snapshot.ts";
import { findingGroupSchema } from "./finding-group.ts";
import { findingSchema } from "./finding.ts";

/** Three percentiles in milliseconds. */
const percentilesSchema = z.object({
  p50: z.number().nullable(),
  p90: z.number().nullable(),
  p99: z.number().nullable(),
});
export type Percentiles = z.infer<typeof percentilesSchema>;

const isoWindowSchema = z.object({ start: z.iso.datetime(), end: z.iso.datetime() });

const healthSchema = z.enum(["healthy", "degraded", "critical", "unknown"]);
export type Health = z.infer<typeof healthSchema>;

/** One target's golden signals over the window. A value that cannot be known is null, never 0. */
const targetReportSchema = z.object({
  id: z.string(),
  kind: apiKindSchema,
  apiId: z.string().nullable(),
  apiName: z.string().nullable(),
  stage: z.string(),
  region: z.string(),
  accountId: z.string().nullable(),
  health: healthSchema,
  requests: z.number().nullable(),
  errorRatio4xx: z.number().nullable(),
  errorRatio5xx: z.number().nullable(),
  throttleRatio: z.number().nullable(),
  latencyMs: percentilesSchema.nullable(),
  integrationLatencyMs: percentilesSchema.nullable(),
  overheadMs: percentilesSchema.nullable(),
  cacheHitRatio: z.number().nullable(),
});
export type TargetReport = z.infer<typeof targetReportSchema>;

/** A span of an access log that was read. What it says is in the findings' evidence. */
const logReadSchema = z.object({
  target: z.string(),
  start: z.iso.datetime(),
  end: z.iso.datetime(),
  engine: z.enum(["local", "insights", "athena"]),
  /** Part of the span's time that was read, 0..1. */
  sampledShare: z.number(),
  isComplete: z.boolean(),
  requests: z.number(),
});
export type LogRead = z.infer<typeof logReadSchema>;

/** What `gatewatch report --format json` prints. Later versions add fields; they never rename these. */
export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  tool: z.object({ name: z.literal("gatewatch"), version: z.string() }),
  window: isoWindowSchema,
  baseline: isoWindowSchema,
  targets: z.array(targetReportSchema),
  findings: z.array(findingSchema),
  /** Each finding in one of them, in the order of their worst finding. Reports of older versions have none. */
  incidents: z.array(findingGroupSchema).default([]),
  /** By target and start. Reports of older versions have none. */
  logs: z.array(logReadSchema).default([]),
  blindSpots: z.array(blindSpotSchema),
  cost: costSchema,
});
export type Report = z.infer<typeof reportSchema>;
