import { z } from "zod";

import type { Calendar } from "../core/season.ts";
import { agentConfigSchema } from "./agent-config.ts";
import { severitySchema } from "./finding.ts";
import { synthConfigSchema } from "./synth-config.ts";
import type { Target } from "./target.ts";

/** A share, 0..1. */
const share = z.number().min(0).max(1);

/**
 * What can be set at every level of the cascade. Left out: inherited from the level above, at the top from
 * {@link DEFAULT_SETTINGS}.
 */
export const settingsSchema = z.strictObject({
  disable: z
    .array(z.string())
    .describe(
      'Analyzers that stay silent, by id or family: "errors/client-error-spike", "latency/*". Adds to what the level above disables.',
    )
    .optional(),
  severity: z
    .record(z.string(), severitySchema)
    .describe("Severity to report instead of the analyzer's own, by analyzer id.")
    .optional(),
  minErrorRatioRise: share
    .describe("Smallest rise of an error ratio worth reporting, 0..1 (0.01 is one percentage point).")
    .optional(),
  minErrors: z.number().int().min(1).describe("Fewest errors worth reporting.").optional(),
  minLatencyRise: z
    .number()
    .min(0)
    .describe("Smallest relative rise of a latency worth reporting (0.25 is 25 %).")
    .optional(),
  minLatencyRiseMs: z
    .number()
    .min(0)
    .describe("Smallest rise of a latency worth reporting, in milliseconds.")
    .optional(),
  minTrafficDrop: share
    .describe("Smallest drop of traffic against the expectation worth reporting, 0..1.")
    .optional(),
  minTrafficRise: z
    .number()
    .min(0)
    .describe("Smallest surge of traffic against the expectation worth reporting (1 is twice as much).")
    .optional(),
  minCacheHitRatioDrop: share
    .describe("Smallest drop of the cache hit ratio worth reporting, 0..1.")
    .optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Settings in which nothing is left out, and whose days and hours count; UTC where that is left out. */
export type ResolvedSettings = { [Key in keyof Settings]-?: NonNullable<Settings[Key]> } & {
  readonly calendar?: Calendar;
};

/** The settings that apply to a target as a whole (route null), or to one of its routes. */
export type SettingsFor = (target: Target, route: string | null) => ResolvedSettings;

export const DEFAULT_SETTINGS: ResolvedSettings = Object.freeze({
  disable: [],
  severity: {},
  minErrorRatioRise: 0.002,
  minErrors: 3,
  minLatencyRise: 0.25,
  minLatencyRiseMs: 5,
  minTrafficDrop: 0.5,
  minTrafficRise: 1,
  minCacheHitRatioDrop: 0.15,
});

const routeRuleSchema = z.strictObject({
  route: z.string().describe('Glob over route keys: "POST /orders", "* /health".'),
  settings: settingsSchema,
});

const stageRuleSchema = z.strictObject({
  stage: z.string().describe('Glob over stage names: "prod", "dev*".'),
  settings: settingsSchema.optional(),
  routes: z.array(routeRuleSchema).optional(),
});

const apiRuleSchema = z.strictObject({
  api: z.string().describe('Glob over API names and ids: "orders*".'),
  settings: settingsSchema.optional(),
  stages: z.array(stageRuleSchema).optional(),
});

const snoozeSchema = z.strictObject({
  rule: z.string().describe('Id of the lint rule: "no-action".'),
  alarm: z.string().describe('Glob over alarm names: "orders-*". Default: every alarm.').optional(),
  until: z.string().describe('Silent until this day begins, UTC: "2027-01-15".'),
  reason: z.string().min(1).describe("Why it may wait; shown with what is silenced."),
});

const lintSchema = z.strictObject({
  snooze: z
    .array(snoozeSchema)
    .describe("What `gatewatch alarms lint` keeps quiet about for a while.")
    .optional(),
  restTimeoutMs: z
    .number()
    .int()
    .min(50)
    .max(300_000)
    .describe("The longest integration timeout of REST APIs, where AWS has raised the quota. Default: 29000.")
    .optional(),
  changesADay: z
    .number()
    .int()
    .min(1)
    .max(1_440)
    .describe("An alarm that changes its state more often within 24 hours flaps. Default: 10.")
    .optional(),
});

const auditSnoozeSchema = z.strictObject({
  check: z.string().describe('Id of the check: "web-acl".'),
  target: z
    .string()
    .describe('Glob over what was looked at: "rest:orders*", "domain:*". Default: everything.')
    .optional(),
  until: z.string().describe('Silent until this day begins, UTC: "2027-01-15".'),
  reason: z.string().min(1).describe("Why it may wait; shown with what is silenced."),
});

/** gatewatch.config.yaml. A command-line flag wins over it, it wins over the defaults. */
export const configSchema = z.strictObject({
  version: z.literal(1).describe("The version of this format."),
  regions: z
    .array(z.string())
    .min(1)
    .describe("Regions to read. Default: the region of the AWS environment.")
    .optional(),
  since: z.string().describe('Length of the window, "3h" by default.').optional(),
  baseline: z.string().describe('Length of the baseline before the window, "14d" by default.').optional(),
  timeZone: z
    .string()
    .describe(
      "Where days, nights and weekends are the owner's: an IANA name such as Europe/Berlin. Default: UTC.",
    )
    .optional(),
  holidays: z
    .array(z.string())
    .describe('Days that pass as a Sunday does: "2026-04-06", or "12-25" for every year.')
    .optional(),
  include: z
    .strictObject({
      api: z.string().describe("Glob over API names and ids to look at.").optional(),
      stage: z.string().describe("Glob over stages to look at.").optional(),
    })
    .optional(),
  maxCostUsd: z
    .number()
    .positive()
    .describe("Stop before spending more than this in one run, USD.")
    .optional(),
  defaults: settingsSchema.describe("Settings for every target.").optional(),
  apis: z
    .array(apiRuleSchema)
    .describe("Exceptions, general to special: every rule that matches applies, later ones win.")
    .optional(),
  alarms: z.strictObject({ lint: lintSchema.optional(), synth: synthConfigSchema.optional() }).optional(),
  audit: z
    .strictObject({
      snooze: z
        .array(auditSnoozeSchema)
        .describe("What `gatewatch audit` keeps quiet about for a while; scores stay the same.")
        .optional(),
    })
    .optional(),
  agent: agentConfigSchema.describe("How the agent watches; see docs/agent.md.").optional(),
});
export type Config = z.infer<typeof configSchema>;
