import { z } from "zod";

import { causeKindSchema } from "./finding.ts";

/** Findings that are one incident, seen in several metrics, routes or targets. */
export const findingGroupSchema = z.object({
  /** Of findings: the probable root first, then as they began. */
  findings: z.array(z.string()).min(1),
  /** Ids, as they are first named. */
  targets: z.array(z.string()),
  /** The earliest start of all. */
  startedAt: z.iso.datetime(),
  /** The latest end; null while any of them lasts. */
  endedAt: z.iso.datetime().nullable(),
  /** Of the probable root. */
  cause: causeKindSchema,
});
export type FindingGroup = z.infer<typeof findingGroupSchema>;
