import { targetsOf } from "../api-of.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses } from "../metric-uses.ts";

export const missingStage: LintRule = {
  id: "missing-stage",
  severity: "warning",
  title: "All stages of an API in one alarm",
  what: "The alarm has ApiName or ApiId as its only dimension. That metric adds up every stage of the API. It is not told where the account is known to have one stage only.",
  why: "A load test of dev rings for prod; and where dev is busy and prod is not, prod can fail whole without moving the number.",
  fix: "Add the dimension Stage; $default for the default stage of an HTTP API.",
  find: (context) =>
    gatewayUses(context.alarms).flatMap((use) => {
      const [only, ...others] = use.dimensions;
      const isApi = only?.name === "ApiName" || only?.name === "ApiId";
      if (!only || !isApi || others.length > 0 || use.isOpen) return [];
      const stages = targetsOf(use, context).map(({ stage }) => stage);
      if (stages.length === 1) return [];
      const known = stages.length === 0 ? "" : `: ${stages.join(", ")}`;
      const message = `Its only dimension is ${only.name}, so it mixes all stages of the API${known}.`;
      return [{ alarm: use.alarm, path: `${use.prefix}Dimensions`, message }];
    }),
};
