import { z } from "zod";

import { incidentSchema } from "./incident.ts";

/** News of an incident, as the sinks send it. Later versions add fields; they never rename these. */
export const agentEventSchema = z.object({
  schemaVersion: z.literal(1),
  /** The incident's id, the kind and a number within the incident. A receiver that knows it has had this news. */
  id: z.string(),
  kind: z.enum(["opened", "updated", "resolved", "reopened"]),
  /** "Now" of the run that had the news. */
  at: z.iso.datetime(),
  incident: incidentSchema,
  /** What is new, of `updated`: "critical now, was warning", "cause: downstream, was unknown". */
  changes: z.array(z.string()),
  reportUrl: z.string().nullable(),
});
export type AgentEvent = z.infer<typeof agentEventSchema>;
