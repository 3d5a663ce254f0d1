import { z } from "zod";

const share = z.number().gt(0).lt(1);

const objectiveSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('Names its alarms: "availability". Lower-case words with hyphens.'),
  api: z.string().describe('Glob over API names and ids. Default: "*".').optional(),
  stage: z.string().describe('Glob over stages. Default: "*".').optional(),
  goal: share.describe("Share of requests that are good, 0..1: 0.999 is 99.9 %."),
  latencyMs: z
    .number()
    .int()
    .positive()
    .describe(
      "Good is what is answered within so many milliseconds. Default: what is answered without a server error.",
    )
    .optional(),
  days: z
    .union([z.literal(28), z.literal(30)])
    .describe("Over so many days: 28 or 30. Default: 30.")
    .optional(),
});

/** How alarms are made; an option of `gatewatch alarms synth` wins over it. */
export const synthConfigSchema = z.strictObject({
  profile: z
    .enum(["gatewatch", "aws-recommended"])
    .describe('Which alarms: "gatewatch", or AWS\'s recommended ones as they are. Default: gatewatch.')
    .optional(),
  nameTemplate: z
    .string()
    .describe('Of {target}, {route}, {rule}, {part}, {severity}. Default: "{target} {route} {rule} {part}".')
    .optional(),
  rollback: z
    .boolean()
    .describe("Alarms for deployments to be rolled back by as well. Default: false.")
    .optional(),
  noiseBudget: z
    .number()
    .int()
    .min(0)
    .describe(
      "How often an alarm may have fired outside of known incidents over its whole history. Default: 0.",
    )
    .optional(),
  maxAlarms: z.number().int().positive().describe("Most alarms in all. Default: 400.").optional(),
  maxUsdPerMonth: z
    .number()
    .positive()
    .describe("Most that they may cost a month, USD. Default: 50.")
    .optional(),
  composites: z
    .boolean()
    .describe(
      "One composite for each stage and severity tells somebody, its alarms tell nobody. Default: true.",
    )
    .optional(),
  suppressor: z
    .string()
    .describe(
      "Name or ARN of an alarm that keeps the composites quiet while it is in ALARM: a deployment's, an outage's.",
    )
    .optional(),
  runbookUrl: z.url().describe("Linked in every description.").optional(),
  topics: z
    .strictObject({
      page: z.array(z.string().min(1)).max(5).optional(),
      ticket: z.array(z.string().min(1)).max(5).optional(),
    })
    .describe("ARNs to tell, by severity. Left out: a parameter of the template.")
    .optional(),
  okActions: z.boolean().describe("Tell those too when it is over. Default: true.").optional(),
  tags: z.record(z.string().min(1).max(128), z.string().max(256)).describe("On every alarm.").optional(),
  routes: z
    .array(
      z.strictObject({
        route: z.string().describe('Glob over route keys: "POST /orders".'),
        errorCost: z.number().min(0).describe("What an error costs there beside one elsewhere, which is 1."),
      }),
    )
    .describe("Which routes deserve alarms of their own first.")
    .optional(),
  objectives: z.array(objectiveSchema).describe("Promised service levels, as burn-rate alarms.").optional(),
});
export type SynthConfig = z.infer<typeof synthConfigSchema>;
