import { z } from "zod";

/** What a change was made to. */
const changeSubjectSchema = z.enum([
  "deployment",
  "stage",
  "api",
  "function",
  "usage-plan",
  "web-acl",
  "alarm",
]);
export type ChangeSubject = z.infer<typeof changeSubjectSchema>;

/** Something that was changed of a target, or of what stands behind it or before it. What concerns several targets is there for each. */
export const changeSchema = z.object({
  /** Target id. */
  target: z.string(),
  atMs: z.number(),
  source: z.enum(["cloudtrail", "alarm-history"]),
  /** "UpdateStage", the operation; of an alarm the state that it went to. */
  action: z.string(),
  subject: changeSubjectSchema,
  /** The subject's name, or its id where it has none. */
  name: z.string(),
  /** Settings that were changed, as the request names them, without their values, which may be secret. */
  fields: z.array(z.string()),
  /** "role deployer", "user ana"; null where it is not told. */
  by: z.string().nullable(),
});
export type Change = z.infer<typeof changeSchema>;
