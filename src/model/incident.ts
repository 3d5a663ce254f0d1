import { z } from "zod";

import { findingSchema, severitySchema } from "./finding.ts";

/** One thing that is wrong, from its first sighting to its end; keeps its id all that time. */
export const incidentSchema = z.object({
  /** Of target, route, analyzer family and the start of the first sighting: "errors-3f9a0c12be774d01". */
  id: z.string(),
  target: z.string(),
  /** Null where the stage as a whole is meant. */
  route: z.string().nullable(),
  /** Of the finding that says most; see `finding`. */
  analyzer: z.string(),
  accountId: z.string().nullable(),
  region: z.string(),
  /** `calming`: nothing of it was found in the last runs, and the calm period is not over yet. */
  state: z.enum(["open", "calming", "resolved"]),
  /** The worst so far. */
  severity: severitySchema,
  /** When it began, by the finding. */
  openedAt: z.iso.datetime(),
  /** The run that last saw it or changed it. */
  updatedAt: z.iso.datetime(),
  /** When it ended, by the finding; null until the calm period is over. */
  resolvedAt: z.iso.datetime().nullable(),
  /** As last seen. */
  finding: findingSchema,
  /** Times reopened. */
  flaps: z.number(),
});
export type Incident = z.infer<typeof incidentSchema>;
