import { z } from "zod";

import { severitySchema } from "./finding.ts";
import { costSchema } from "./snapshot.ts";

/** What one run of the agent did. */
export const runSummarySchema = z.object({
  schemaVersion: z.literal(1),
  /**
   * `overlapped`: another run was at work. `repeated`: this very run was finished before. `late`: a newer run was
   * finished before. All three look at nothing, and deliver what waits (`overlapped` not even that).
   */
  outcome: z.enum(["done", "overlapped", "repeated", "late"]),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  durationMs: z.number(),
  /** Targets that are watched. */
  targets: z.number(),
  /** Targets of which everything was read, since something moved, an incident was open or their turn had come. */
  targetsReadWhole: z.number(),
  /** What the run found, by target and severity; targets without findings are left out. */
  findings: z.array(z.object({ target: z.string(), severity: severitySchema, count: z.number() })),
  /** Incidents that are open or calming after the run. */
  incidents: z.number(),
  cost: costSchema,
  blindSpots: z.number(),
  /** True where time ran out before everything was looked at. */
  truncated: z.boolean(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
