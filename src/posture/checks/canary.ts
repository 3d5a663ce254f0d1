import { DAY_MS } from "../../core/window.ts";
import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, updateStage } from "../remedy.ts";
import { stageField } from "../stage-facts.ts";

/** A trial that takes longer is no trial any more. */
const OLD_DAYS = 7;

export const canary: Check = {
  id: "canary",
  control: "REL-07",
  group: "reliability",
  severity: "low",
  title: "A canary that was left behind",
  what: "A stage with a canary gives it some of its traffic, and does not have it for longer than a week.",
  why: "Two versions answer the same route, logs and metrics are divided, and whoever deploys next changes the canary alone.",
  fix: "Promote it, or take it away.",
  exempt: "Stages without a canary; HTTP and WebSocket APIs.",
  references: ['API Gateway Developer Guide, "Set up an API Gateway canary release deployment"'],
  feature: "a canary",
  judges: {
    stage: (scene) => {
      const { canary: settings } = scene.stage;
      if (settings === undefined) return unknown("whether it has a canary");
      if (settings === null) return notApplicable("It has no canary.");
      const { percentTraffic, sinceMs, useStageCache } = settings;
      const evidence = [
        { field: stageField(scene, "canarySettings.percentTraffic"), value: String(percentTraffic) },
        ...(useStageCache === undefined
          ? []
          : [{ field: stageField(scene, "canarySettings.useStageCache"), value: String(useStageCache) }]),
        ...(sinceMs === undefined
          ? []
          : [{ field: "deployments.createdDate", value: new Date(sinceMs).toISOString() }]),
      ];
      if (percentTraffic === 0) return fail("Its canary gets no traffic.", evidence);
      if (sinceMs === undefined) return unknown("since when it has a canary");
      const days = Math.floor((scene.estate.takenMs - sinceMs) / DAY_MS);
      return days > OLD_DAYS
        ? fail(`Its canary has been on trial for ${days} days.`, evidence)
        : pass(`Its canary gets ${percentTraffic} % of the traffic.`, evidence);
    },
  },
  // In CloudFormation and Terraform a canary ends where its block is taken out, which is nothing to write.
  remedy: (names) =>
    remedy(
      [
        `${updateStage(names, [
          { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
        ])}   # promote it`,
        `${updateStage(names, [{ op: "remove", path: "/canarySettings" }])}   # take it away`,
      ],
      null,
      null,
    ),
};
