import type { OnProgress, TargetFilter } from "../../collectors/account-reader.ts";
import { collect } from "../../collectors/collect.ts";
import { matchesApi, matchesStage } from "../../collectors/match-filter.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { createAccount } from "../../simulate/create-account.ts";
import { demoPlan } from "../../simulate/demo-account.ts";
import type { AccountPlan } from "../../simulate/plan.ts";
import { demoReader } from "../demo-reader.ts";
import { toSpans, type Asked } from "./selection.ts";

/** The embedded account, read by the same collector as a real one. */
export async function demoSnapshot(seed: number, asked: Asked, onProgress: OnProgress): Promise<Snapshot> {
  const filter = { api: asked.api, stage: asked.stage };
  const plan = demoPlan(seed);
  const spans = toSpans(asked, plan.nowMs);
  const reader = demoReader(createAccount(onlyWanted(plan, filter)));
  return collect({ ...spans, filter, maxCostUsd: null, nowMs: plan.nowMs }, [reader], onProgress);
}

/** Stages that nobody asked for would be drawn for nothing, and drawing is what a demo spends its time on. */
function onlyWanted(plan: AccountPlan, filter: TargetFilter): AccountPlan {
  const stages = plan.stages.filter(
    ({ apiName, apiId, stage }) => matchesApi(filter, apiName, apiId) && matchesStage(filter, stage),
  );
  return { ...plan, stages };
}
