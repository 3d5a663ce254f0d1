import { z } from "zod";

import { severitySchema } from "./finding.ts";
import { blindSpotSchema, costSchema, snapshotSchema } from "./snapshot.ts";

/** ISO 8601, UTC. */
const spanSchema = z.object({ start: z.iso.datetime(), end: z.iso.datetime() });

/** One stretch of ALARM. */
const firingSchema = z.object({
  start: z.iso.datetime(),
  /** Null while it lasts at the end of the history. */
  end: z.iso.datetime().nullable(),
  minutes: z.number(),
  /** Already in ALARM when it was first judged: it may have begun earlier. */
  beganBefore: z.boolean(),
  /** Why it went off, in CloudWatch's wording. */
  reason: z.string(),
  /** The worst of the datapoints that were judged; null for a composite, and where nothing but missing data was judged. */
  peak: z.object({ at: z.iso.datetime(), value: z.number() }).nullable(),
  /** How often its actions for ALARM ran. */
  pages: z.number(),
  /** Whether anybody looked for incidents at that time. */
  isJudged: z.boolean(),
  /** Ids of the incidents that it overlaps. */
  incidents: z.array(z.string()),
  /** A graph of what it watches, in the console. */
  url: z.string().nullable(),
});
export type BacktestFiring = z.infer<typeof firingSchema>;

const placeSchema = z.object({ file: z.string(), line: z.number().nullable(), id: z.string() });

const alarmSchema = z.object({
  name: z.string(),
  kind: z.enum(["metric", "composite"]),
  place: placeSchema,
  /** What it goes off for, in one line. */
  watches: z.string(),
  /** Ids of the targets that it looks at; none where it is of no API's. */
  targets: z.array(z.string()),
  route: z.string().nullable(),
  /** False where its actions are disabled or it has none for ALARM. */
  canPage: z.boolean(),
  fired: z.number(),
  minutesInAlarm: z.number(),
  longestMinutes: z.number(),
  /** Times that it went off again soon after it had ended. */
  flaps: z.number(),
  pages: z.number(),
  pagesPerWeek: z.number(),
  /** Firings, and pages of such firings, that overlap no incident, where incidents were looked for. */
  falseFirings: z.number(),
  falsePages: z.number(),
  /** Of the incidents at what it looks at. */
  incidents: z.number(),
  caught: z.array(z.object({ incident: z.string(), afterMinutes: z.number() })),
  /** At list price; null where it cannot be told. */
  usdPerMonth: z.number().nullable(),
  firings: z.array(firingSchema),
  /** What a reader has to know to trust the above. */
  notes: z.array(z.string()),
  /** Readings of what AWS leaves open that would have given other states. */
  doubts: z.array(z.object({ reading: z.string(), since: z.iso.datetime(), evaluations: z.number() })),
});
export type BacktestAlarm = z.infer<typeof alarmSchema>;

const notEvaluatedSchema = z.object({ name: z.string(), place: placeSchema, why: z.array(z.string()) });
export type NotEvaluatedAlarm = z.infer<typeof notEvaluatedSchema>;

/** What became of an incident under one set of alarms. */
const catchSchema = z.object({
  incident: z.string(),
  /** The alarm that was first in ALARM; null: none was. */
  alarm: z.string().nullable(),
  afterMinutes: z.number().nullable(),
  /** Until the first page; null: nobody was paged. */
  pagedAfterMinutes: z.number().nullable(),
});

const setSchema = z.object({
  /** What it was read from, as typed. */
  label: z.string(),
  alarms: z.array(alarmSchema),
  notEvaluated: z.array(notEvaluatedSchema),
  catches: z.array(catchSchema),
  total: z.object({
    alarms: z.number(),
    fired: z.number(),
    minutesInAlarm: z.number(),
    flaps: z.number(),
    pages: z.number(),
    pagesPerWeek: z.number(),
    falseFirings: z.number(),
    falsePages: z.number(),
    caught: z.number(),
    paged: z.number(),
    /** Without the alarms whose price cannot be told. */
    usdPerMonth: z.number(),
  }),
});
export type BacktestSet = z.infer<typeof setSchema>;

/** What an analyzer found, as far as an alarm can be measured by it. */
const incidentSchema = z.object({
  id: z.string(),
  target: z.string(),
  route: z.string().nullable(),
  start: z.iso.datetime(),
  end: z.iso.datetime().nullable(),
  severity: severitySchema,
  title: z.string(),
});
export type BacktestIncident = z.infer<typeof incidentSchema>;

/** What `gatewatch alarms backtest --format json` prints. Later versions add fields; they never rename these. */
export const backtestSchema = z.object({
  schemaVersion: z.literal(1),
  tool: z.object({ name: z.literal("gatewatch"), version: z.string() }),
  origin: snapshotSchema.shape.origin,
  /** What was replayed, and its length. */
  window: spanSchema,
  days: z.number(),
  /** Where incidents were looked for; null: nowhere. */
  judged: spanSchema.nullable(),
  incidents: z.array(incidentSchema),
  proposed: setSchema,
  /** The set that it is compared with. */
  against: setSchema.nullable(),
  /** Empty where nothing is compared. */
  changes: z.array(z.object({ name: z.string(), change: z.enum(["added", "removed", "changed", "same"]) })),
  /** Limits of --fail-on that were exceeded. */
  exceeded: z.array(
    z.object({ measure: z.string(), limit: z.number(), value: z.number(), alarm: z.string().nullable() }),
  ),
  notes: z.array(z.string()),
  blindSpots: z.array(blindSpotSchema),
  cost: costSchema,
});
export type Backtest = z.infer<typeof backtestSchema>;

/** An alarm that goes off again within so many minutes of its end flaps. */
export const FLAP_MINUTES = 15;
