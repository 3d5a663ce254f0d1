import { z } from "zod";

import { severitySchema } from "./finding.ts";
import { sinkConfigSchema } from "./sink-config.ts";

const accountSchema = z.strictObject({
  roleArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/,
      'write it like "arn:aws:iam::123456789012:role/gatewatch"',
    )
    .describe("A role of the account, to be assumed. Default: the agent's own credentials.")
    .optional(),
  externalId: z
    .string()
    .min(2)
    .describe("What the role's trust policy asks for as sts:ExternalId.")
    .optional(),
  regions: z.array(z.string()).min(1).describe("Regions to watch there. Default: `regions`.").optional(),
});

const days = z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write it like "22:30"');

const snoozeSchema = z.strictObject({
  target: z.string().describe('Glob over target ids: "rest:orders/*". Default: every target.').optional(),
  analyzer: z.string().describe('Glob over analyzer ids: "latency/*". Default: every analyzer.').optional(),
  from: z.string().describe('Silent from this time on, "2027-01-15" or "2027-01-15T22:00Z".').optional(),
  until: z.string().describe("Silent until this time, without it. A day ends where it begins.").optional(),
  weekly: z
    .strictObject({
      days: z.array(days).min(1).describe("Days on which it begins. Default: every day.").optional(),
      from: timeOfDay.describe("By the clock of `timeZone`."),
      until: timeOfDay.describe("Not after `from`: on the next day."),
    })
    .describe("Silent only in these hours.")
    .optional(),
  reason: z.string().min(1).describe("Why nobody needs to hear of it."),
});
export type Snooze = z.infer<typeof snoozeSchema>;

/** How `gatewatch agent` and the scheduled Lambda watch. */
export const agentConfigSchema = z.strictObject({
  accounts: z
    .array(accountSchema)
    .min(1)
    .describe("Accounts to watch. Default: the one that the agent's credentials belong to.")
    .optional(),
  minSeverity: severitySchema.describe('Findings below it make no incident. Default: "warning".').optional(),
  calm: z
    .string()
    .describe('An incident is over when nothing of it was found for so long: "15m" by default.')
    .optional(),
  reopen: z
    .string()
    .describe('What comes back within this time is the same incident again: "2h" by default.')
    .optional(),
  sweep: z
    .string()
    .describe('Everything of a target is read at least so often, though nothing moves: "2h" by default.')
    .optional(),
  logs: z
    .enum(["auto", "local", "insights", "off"])
    .describe('How the access logs of new incidents are read, as --logs of a report: "auto" by default.')
    .optional(),
  redact: z
    .boolean()
    .describe(
      "Replace client addresses, API keys, user agents and principals in all that is sent. Default: true.",
    )
    .optional(),
  sinks: z
    .array(sinkConfigSchema)
    .describe("Where news goes; see docs/sinks.md. Default: stdout.")
    .optional(),
  snooze: z
    .array(snoozeSchema)
    .describe("What nobody is to be told of, and when: maintenance windows.")
    .optional(),
});
