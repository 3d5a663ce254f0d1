import { z } from "zod";

export const severitySchema = z.enum(["info", "warning", "critical"]);
export type Severity = z.infer<typeof severitySchema>;

/** Whose fault it is, as far as the signals tell. */
export const causeKindSchema = z.enum([
  "integration",
  "gateway",
  "authorizer",
  "waf",
  "throttle",
  "quota",
  "client",
  "cache",
  "deployment",
  "configuration",
  "downstream",
  "unknown",
]);
export type CauseKind = z.infer<typeof causeKindSchema>;

const evidenceUnitSchema = z.enum(["ratio", "ms", "requests", "requests/min", "count"]);
export type EvidenceUnit = z.infer<typeof evidenceUnitSchema>;

const signalSchema = z.enum(["metrics", "access-logs", "execution-logs", "traces", "inventory"]);
export type Signal = z.infer<typeof signalSchema>;

/** One number to check by hand: what it was, what it is, and where both were read. */
const evidenceSchema = z.object({
  label: z.string(),
  baseline: z.number().nullable(),
  observed: z.number().nullable(),
  unit: evidenceUnitSchema,
  source: signalSchema,
});
export type Evidence = z.infer<typeof evidenceSchema>;

const dimensionSchema = z.object({
  name: z.enum([
    "route",
    "status",
    "responseType",
    "apiKey",
    "client",
    "clientBlock",
    "userAgent",
    "integration",
    "deployment",
    "release",
    "region",
  ]),
  value: z.string(),
  /** Its part of what was added (errors, or time), 0..1. */
  share: z.number(),
  /** Its part of all errors, or of all time, now and before, 0..1; null where there was none. */
  now: z.number(),
  before: z.number().nullable(),
});
export type Dimension = z.infer<typeof dimensionSchema>;

/** Whose fault it is, from all signals that there are of its time. */
export const verdictSchema = z.object({
  /** On which side of the gateway to look. */
  side: z.enum(["integration", "gateway", "client", "throttle", "cache", "downstream", "unknown"]),
  /** Of the gateway's side, where it is known. */
  phase: z.enum(["waf", "authorizer"]).nullable(),
  /** The way to fail that it looks like; see docs/signatures. */
  signature: z.string().nullable(),
  /** Where it concentrates; the values that say most come first. */
  dimensions: z.array(dimensionSchema),
  /** What changed just before it began. */
  change: z
    .object({
      what: z.string(),
      at: z.iso.datetime(),
      /** Before the start; negative: after it, which is known to a few minutes only. */
      minutesBefore: z.number(),
      /** "role deployer", "user ana"; null where it is not told. Left out in reports of older versions. */
      by: z.string().nullable().optional(),
      /** Where it was read; left out in reports of older versions. */
      source: z.enum(["inventory", "cloudtrail", "alarm-history"]).optional(),
    })
    .nullable(),
  /** What it rests on. */
  signals: z.array(signalSchema),
  /** How often a verdict like this names the right cause, 0..1; see docs/attribution.md. */
  confidence: z.number().min(0).max(1),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** What an analyzer concluded: where, since when, how sure, why, and the numbers behind it. */
export const findingSchema = z.object({
  /** Stable across runs for the same incident; see {@link findingId}. */
  id: z.string(),
  /** The analyzer's id, "errors/server-error-spike". */
  analyzer: z.string(),
  severity: severitySchema,
  target: z.string(),
  /** Null where the stage as a whole is meant, or where no route metrics exist. */
  route: z.string().nullable(),
  title: z.string(),
  /** One paragraph that a person on call can act on. */
  summary: z.string(),
  /** ISO-8601, UTC. */
  startedAt: z.iso.datetime(),
  /** ISO-8601, or null while it lasts. */
  endedAt: z.iso.datetime().nullable(),
  /** 0..1 */
  confidence: z.number().min(0).max(1),
  impact: z.object({
    /** Requests affected since it started. */
    requests: z.number(),
    /** Their share of the target's (or route's) requests in that time, 0..1. */
    share: z.number(),
  }),
  cause: z.object({ kind: causeKindSchema, detail: z.string() }),
  /** Left out in reports of older versions. */
  verdict: verdictSchema.optional(),
  evidence: z.array(evidenceSchema),
  /** What to do next, most useful first. */
  actions: z.array(z.string()),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
});
export type Finding = z.infer<typeof findingSchema>;
