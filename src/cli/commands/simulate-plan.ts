import { didYouMean } from "../../core/did-you-mean.ts";
import { ToolError } from "../../core/errors.ts";
import { floorTo, MINUTE_MS, parseTimeMs } from "../../core/window.ts";
import { targetId } from "../../model/target.ts";
import { findIncident } from "../../simulate/incidents/registry.ts";
import type { AccountPlan, PlannedIncident, StagePlan } from "../../simulate/plan.ts";

/** The id under which a stage of a plan is reported. */
export function stageId({ kind, apiName, apiId, stage }: StagePlan): string {
  return targetId(kind, kind === "rest" ? apiName : apiId, stage);
}

/**
 * The plan with the given incidents instead of its own.
 *
 * Errors: E_USAGE where a text is no incident, or the target does not exist or cannot have it.
 */
export function withIncidents(
  plan: AccountPlan,
  texts: readonly string[],
  target: string | undefined,
): AccountPlan {
  return { ...plan, incidents: texts.map((text) => placeIncident(plan, text, target)) };
}

/** "NAME@START" or "NAME:MAGNITUDE@START..END". Without an end it lasts until the plan's now. */
function placeIncident(plan: AccountPlan, text: string, target: string | undefined): PlannedIncident {
  const found = /^([^@:]+)(?::([^@]+))?@(.+?)(?:\.\.(.+))?$/.exec(text);
  if (!found) {
    throw new ToolError("E_USAGE", `--incident "${text}" does not say what happens when`, {
      hint: "Write NAME@START, for example 'traffic-drop@40m ago'; --list shows the names.",
    });
  }
  const [, name = "", magnitude, start = "", end] = found;
  const incident = findIncident(name);
  const startMs = floorTo(parseTimeMs(start, plan.nowMs), MINUTE_MS);
  const endMs = end === undefined ? plan.nowMs : floorTo(parseTimeMs(end, plan.nowMs), MINUTE_MS);
  if (startMs >= endMs || endMs > plan.nowMs) {
    const now = new Date(plan.nowMs).toISOString();
    throw new ToolError("E_USAGE", `--incident "${text}" does not lie before the simulated now, ${now}`, {
      hint: "START comes first, and END is not after now.",
    });
  }
  const stage = chooseStage(plan, name, incident.kinds, target);
  return {
    name,
    target: stageId(stage),
    route: null,
    startMs,
    endMs,
    ...(magnitude === undefined ? {} : { magnitude: toMagnitude(text, magnitude) }),
  };
}

/** Where the demo itself plants such an incident, else the first stage of a flavour that can have it. */
function chooseStage(
  plan: AccountPlan,
  name: string,
  kinds: readonly string[],
  target: string | undefined,
): StagePlan {
  const wanted = target ?? plan.incidents.find((planned) => planned.name === name)?.target;
  const fitting = plan.stages.filter(({ kind }) => kinds.includes(kind));
  const stage = fitting.find((one) => wanted === undefined || stageId(one) === wanted);
  if (stage) return stage;
  const ids = fitting.map(stageId);
  const why = plan.stages.some((one) => stageId(one) === wanted)
    ? `cannot have ${name}: it happens to ${kinds.join(", ")} APIs`
    : "does not exist in the simulated account";
  throw new ToolError("E_USAGE", `--target "${target}" ${why}`, { hint: didYouMean(target ?? "", ids) });
}

function toMagnitude(text: string, magnitude: string): number {
  const value = Number(magnitude);
  if (magnitude.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new ToolError("E_USAGE", `--incident "${text}": the magnitude "${magnitude}" is not a number`, {
    hint: "--list says what each incident's magnitude means.",
  });
}

/** The same account at another time: everything that has a date moves along. */
export function atTime(plan: AccountPlan, nowMs: number): AccountPlan {
  const byMs = floorTo(nowMs, MINUTE_MS) - plan.nowMs;
  const moved = <Span extends { readonly startMs: number; readonly endMs: number }>(span: Span): Span => ({
    ...span,
    startMs: span.startMs + byMs,
    endMs: span.endMs + byMs,
  });
  return {
    ...plan,
    nowMs: plan.nowMs + byMs,
    incidents: plan.incidents.map(moved),
    stages: plan.stages.map((stage) => ({
      ...stage,
      requestWindow: stage.requestWindow && moved(stage.requestWindow),
      deployments: stage.deployments.map((one) => ({ ...one, createdMs: one.createdMs + byMs })),
    })),
  };
}
