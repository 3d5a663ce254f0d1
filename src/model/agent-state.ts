import { z } from "zod";

import { agentEventSchema } from "./agent-event.ts";
import { findingSchema, severitySchema } from "./finding.ts";
import { incidentSchema } from "./incident.ts";
import { seriesSchema } from "./series.ts";
import { targetSchema } from "./target.ts";

/** A target as a run of the agent knows it without asking the control plane, and what was learned of it. */
const watchedTargetSchema = z.object({
  target: targetSchema.omit({ configuration: true }),
  /** Whether the stage has a cache, as far as it is known. */
  isCached: z.boolean().default(false),
  /** End of what was read, epoch ms; what is later than `settledMs` of that run is read again. Null: nothing yet. */
  readToMs: z.number().nullable(),
  /**
   * What was counted, an hour a row: the hour since 1970, then a sum for each series of the tripwire, in its order.
   *
   * Shape: ascending. An hour that was not read is absent; one without requests holds zeroes, as a sum of nothing does.
   */
  hours: z.array(z.array(z.number())),
  /** The window in steps of a minute, for each series of the tripwire. */
  recent: z.array(seriesSchema.shape.runs),
  /** When everything was last read, with and without the metrics of routes; null: never. */
  readWholeMs: z.number().nullable(),
  routesReadMs: z.number().nullable(),
  /** Reads of everything, one after the other, that found nothing though something moved; and until when the next has to wait. */
  fruitless: z.number(),
  waitUntilMs: z.number(),
  /** How far each series had moved by then, by its place in the tripwire: what moves further does not wait. */
  movedBefore: z.record(z.string(), z.number()),
});
export type WatchedTarget = z.infer<typeof watchedTargetSchema>;

/** One region of one account. */
const placeSchema = z.object({
  accountId: z.string().nullable(),
  /** When the control plane was last asked what exists; null: never. */
  inventoryMs: z.number().nullable(),
  targets: z.array(watchedTargetSchema),
});
export type PlaceState = z.infer<typeof placeSchema>;

/** An incident, and what only the matching of the next run needs. */
export const trackedIncidentSchema = z.object({
  incident: incidentSchema,
  /** All that was found of it and is not over: one thing that is wrong often shows itself in several ways. */
  signs: z.array(findingSchema),
  /** Since when nothing of it is found, epoch ms; null while it lasts. */
  calmSinceMs: z.number().nullable(),
  /** Events so far: numbers the next. */
  events: z.number(),
  /** What the receivers have been told; null: nothing yet, since it is snoozed. */
  told: z
    .object({
      severity: severitySchema,
      /** Kinds of cause, all that were told. */
      causes: z.array(z.string()),
      isResolved: z.boolean(),
    })
    .nullable(),
});
export type TrackedIncident = z.infer<typeof trackedIncidentSchema>;

/** What could not be kept within the bounds, since the state began. */
const droppedSchema = z.object({
  /** Hours of learned sums. */
  hours: z.number(),
  /** Incidents that were over. */
  incidents: z.number(),
  /** Events that a sink never took. */
  events: z.number(),
});
export type Dropped = z.infer<typeof droppedSchema>;

/** What an agent keeps from run to run. */
export const agentStateSchema = z.object({
  schemaVersion: z.literal(1),
  /** "Now" of the newest run that was finished, epoch ms; null: none. */
  lastRunMs: z.number().nullable(),
  /** Keys of runs that were finished, the newest last. */
  finishedRuns: z.array(z.string()),
  /** The run that is at work, and until when the others leave it alone. */
  lease: z.object({ holder: z.string(), untilMs: z.number() }).nullable(),
  /** The same original is replaced by the same text in every run; empty: none was made yet. */
  redactionKey: z.string(),
  /** By role and region. */
  places: z.record(z.string(), placeSchema),
  incidents: z.array(trackedIncidentSchema),
  /** Events that at least one sink has still to take, oldest first. */
  outbox: z.array(
    z.object({
      event: agentEventSchema,
      /** Names of the sinks that have not taken it. */
      sinks: z.array(z.string()),
    }),
  ),
  dropped: droppedSchema,
});
export type AgentState = z.infer<typeof agentStateSchema>;
