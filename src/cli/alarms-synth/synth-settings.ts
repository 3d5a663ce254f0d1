import picomatch from "picomatch";

import { DEFAULT_NAME_TEMPLATE } from "../../alarms/synth/alarm-name.ts";
import type { Objective, SynthSettings } from "../../alarms/synth/synth-settings.ts";
import { ToolError } from "../../core/errors.ts";
import type { SynthConfig } from "../../model/synth-config.ts";
import type { Target } from "../../model/target.ts";
import { topicAction } from "../../model/topic-action.ts";
import { oneOf } from "../one-of.ts";
import { wholeNumber } from "../whole-number.ts";
import { keyValues } from "./key-values.ts";
import type { SynthOptions } from "./synth-options.ts";

export const ALARM_PROFILES = ["gatewatch", "aws-recommended"] as const;
const DEFAULT_MAX_ALARMS = 400;
const DEFAULT_MAX_USD = 50;
const SEVERITIES = ["page", "ticket"] as const;

/** Options over configuration over defaults. Errors: E_USAGE with what was expected. */
export function synthSettings(
  options: SynthOptions,
  config: SynthConfig,
  targets: readonly Target[],
): SynthSettings {
  const { nameTemplate, suppressor, runbook } = options;
  const profile = options.alarmProfile ?? config.profile ?? "gatewatch";
  return {
    profile: oneOf("--alarm-profile", profile, ALARM_PROFILES),
    nameTemplate: nameTemplate ?? config.nameTemplate ?? DEFAULT_NAME_TEMPLATE,
    rollback: options.rollback ?? config.rollback ?? false,
    noiseBudget: whole("--noise-budget", options.noiseBudget, config.noiseBudget ?? 0, 0),
    maxAlarms: whole("--max-alarms", options.maxAlarms, config.maxAlarms ?? DEFAULT_MAX_ALARMS, 1),
    maxUsdPerMonth: usd(options.maxUsdMonth) ?? config.maxUsdPerMonth ?? DEFAULT_MAX_USD,
    errorCost: errorCost(config.routes ?? []),
    objectives: objectivesOf(config.objectives ?? [], targets),
    composites:
      options.composites && (config.composites ?? true)
        ? { suppressor: suppressor ?? config.suppressor ?? null }
        : null,
    runbookUrl: runbook ?? config.runbookUrl ?? null,
    actions: { page: [topicAction("page")], ticket: [topicAction("ticket")] },
  };
}

/** ARNs by topic; what is not here becomes a parameter of what is written. */
export function synthTopics(options: SynthOptions, config: SynthConfig): Record<string, readonly string[]> {
  const { page, ticket } = config.topics ?? {};
  const topics: Record<string, readonly string[]> = {
    ...(page ? { page } : {}),
    ...(ticket ? { ticket } : {}),
  };
  const given = keyValues("--topic", options.topic ?? []);
  for (const [severity, arn] of given) {
    oneOf("--topic", severity, SEVERITIES);
    topics[severity] = given.filter(([name]) => name === severity).map(([, value]) => value);
    if (arn === "")
      throw new ToolError("E_USAGE", `--topic ${severity}= names no ARN`, {
        hint: "Write --topic page=arn:aws:sns:eu-west-1:123456789012:on-call.",
      });
  }
  return topics;
}

function whole(flag: string, text: string | undefined, otherwise: number, least: number): number {
  return text === undefined ? otherwise : wholeNumber(flag, text, least, 1e6);
}

function usd(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new ToolError("E_USAGE", `--max-usd-month takes a positive number of dollars, not "${text}"`);
}

function errorCost(routes: NonNullable<SynthConfig["routes"]>): SynthSettings["errorCost"] {
  const rules = routes.map(({ route, errorCost: cost }) => ({
    route,
    cost,
    matches: picomatch(route, { bash: true, dot: true }),
  }));
  return (_target, route) => rules.findLast((rule) => rule.route === route || rule.matches(route))?.cost ?? 1;
}

function objectivesOf(
  wanted: NonNullable<SynthConfig["objectives"]>,
  targets: readonly Target[],
): readonly Objective[] {
  return wanted.flatMap(({ name, api = "*", stage = "*", goal, latencyMs, days }) => {
    const matches = (pattern: string, text: string | null) =>
      text !== null && (text === pattern || picomatch(pattern, { bash: true, dot: true })(text));
    return targets
      .filter(
        (target) =>
          (matches(api, target.apiName) || matches(api, target.apiId)) && matches(stage, target.stage),
      )
      .map(({ id }) => ({ name, target: id, days: days ?? 30, goal, latencyMs: latencyMs ?? null }));
  });
}
