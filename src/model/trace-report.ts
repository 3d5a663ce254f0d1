import { z } from "zod";

import { blindSpotSchema, costSchema } from "./snapshot.ts";
import { apiKindSchema } from "./target.ts";

/** Where a request's time goes, in the order in which it passes. */
export const TRACE_PHASES = [
  "gateway",
  "waf",
  "authorizer",
  "integration",
  "lambda-service",
  "lambda-init",
  "lambda-code",
  "lambda-overhead",
  "downstream",
] as const;
export type TracePhase = (typeof TRACE_PHASES)[number];
const phaseSchema = z.enum(TRACE_PHASES);

const spreadSchema = z.object({ mean: z.number(), p50: z.number(), p90: z.number(), p99: z.number() });

const stepTimesSchema = z.object({
  phase: phaseSchema,
  /** "DynamoDB GetItem Orders behind orders-fn". */
  label: z.string(),
  service: z.string().nullable(),
  operation: z.string().nullable(),
  resource: z.string().nullable(),
  behind: z.string().nullable(),
  /** Calls a request, on average; below 1 where not every request comes here. */
  callsPerRequest: z.number(),
  /** Part of the calls that failed, 0..1. */
  faultRatio: z.number(),
  /** Time a request waits for it, over all requests: those that do not come here count with 0. */
  waitedMs: spreadSchema,
  /** Of all the time that requests waited, 0..1. The shares of all steps sum to 1. */
  share: z.number(),
});
export type StepTimes = z.infer<typeof stepTimesSchema>;

const sideSchema = z.object({ requests: z.number(), durationMs: spreadSchema });

const stepChangeSchema = z.object({
  phase: phaseSchema,
  label: z.string(),
  /** Mean a request. */
  beforeMs: z.number(),
  afterMs: z.number(),
  addedMs: z.number(),
  /** In 95 of 100 resamples the added time lies between. */
  lowMs: z.number(),
  highMs: z.number(),
  /** Of the whole difference; null where that may be chance. The shares sum to 1. */
  share: z.number().nullable(),
  /** Part of the resamples in which no other step adds more; of requests that became faster, saves more. */
  confidence: z.number(),
});
export type StepChange = z.infer<typeof stepChangeSchema>;

/** Two sets of requests compared: which step makes the difference. */
const traceComparisonSchema = z.object({
  before: sideSchema,
  after: sideSchema,
  addedMs: z.number(),
  lowMs: z.number(),
  highMs: z.number(),
  /** What makes most of the difference first. */
  steps: z.array(stepChangeSchema),
  /** Whether requests meet cold starts, 0..1. */
  coldStartRatio: z.object({ before: z.number(), after: z.number() }),
});
export type TraceComparison = z.infer<typeof traceComparisonSchema>;

const tracedRequestSchema = z.object({
  traceId: z.string(),
  /** ISO-8601. */
  time: z.string(),
  durationMs: z.number(),
  route: z.string().nullable(),
  status: z.number().nullable(),
  /** The step that it waited for longest, and how long. */
  mainStep: z.string(),
  mainStepMs: z.number(),
  /** What was said where it failed, of the deepest span that failed. */
  cause: z.string().nullable(),
});
export type TracedRequest = z.infer<typeof tracedRequestSchema>;

const tracePatternSchema = z.object({
  kind: z.enum(["cold-start", "retries", "repeated-calls"]),
  /** Whose it is: a function, a call. */
  label: z.string(),
  /** Requests of the sample in which it was seen. */
  requests: z.number(),
  /** Times in such a request, on average. */
  timesPerRequest: z.number(),
  /** What it takes of such a request, on average. */
  meanMs: z.number(),
});
export type TracePattern = z.infer<typeof tracePatternSchema>;

const waterfallRowSchema = z.object({
  depth: z.number(),
  label: z.string(),
  phase: phaseSchema,
  /** From the start of the request. */
  startMs: z.number(),
  durationMs: z.number(),
  /** Its own time: that no part of it was running. */
  selfMs: z.number(),
  /** What the request waited for it and none of its parts. */
  waitedMs: z.number(),
  isFault: z.boolean(),
});
export type WaterfallRow = z.infer<typeof waterfallRowSchema>;

const waterfallSchema = z.object({ request: tracedRequestSchema, rows: z.array(waterfallRowSchema) });
export type Waterfall = z.infer<typeof waterfallSchema>;

const targetTracesSchema = z.object({
  target: z.string(),
  kind: apiKindSchema,
  apiName: z.string().nullable(),
  stage: z.string(),
  /** Seen in summaries. */
  found: z.number(),
  /** Part of the window that was looked at, 0..1. */
  sampledShare: z.number(),
  /** The even sample that everything but `slowest` and `faulty` is of. */
  requests: z.number(),
  faults: z.number(),
  errors: z.number(),
  throttles: z.number(),
  durationMs: spreadSchema.nullable(),
  phases: z.array(z.object({ phase: phaseSchema, waitedMs: spreadSchema, share: z.number() })),
  /** Most waited first. */
  steps: z.array(stepTimesSchema),
  patterns: z.array(tracePatternSchema),
  /** The slowest tenth against the faster half; null where there are too few. */
  slowAgainstFast: traceComparisonSchema.nullable(),
  /** The base (before) against the stage's canary (after); null where there is none, or too few are known to be of either. */
  baseAgainstCanary: traceComparisonSchema.nullable(),
  slowest: z.array(tracedRequestSchema),
  faulty: z.array(tracedRequestSchema),
  /** Of the slowest, or of the one that was asked for. */
  waterfall: waterfallSchema.nullable(),
  problems: z.object({
    malformed: z.number(),
    cut: z.number(),
    inProgress: z.number(),
    missingParents: z.number(),
    skewed: z.number(),
    outlasting: z.number(),
  }),
});
export type TargetTraces = z.infer<typeof targetTracesSchema>;

const isoWindowSchema = z.object({ start: z.string(), end: z.string() });

/** What `gatewatch traces` prints. */
export const traceReportSchema = z.object({
  schemaVersion: z.literal(1),
  window: isoWindowSchema,
  targets: z.array(targetTracesSchema),
  /** Of the two spans asked for, of each target with enough traces in both. */
  comparisons: z.array(
    z.object({
      target: z.string(),
      beforeWindow: isoWindowSchema,
      afterWindow: isoWindowSchema,
      comparison: traceComparisonSchema.nullable(),
    }),
  ),
  blindSpots: z.array(blindSpotSchema),
  cost: costSchema,
});
export type TraceReport = z.infer<typeof traceReportSchema>;
