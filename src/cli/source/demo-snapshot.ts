import type { OnProgress, TargetFilter } from "../../collectors/account-reader.ts";
import type { AlarmQuestions, AlarmsFrom } from "../../collectors/collect.ts";
import { matchesApi, matchesStage } from "../../collectors/match-filter.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { demoPlan } from "../../simulate/demo-account.ts";
import type { AccountPlan, StagePlan } from "../../simulate/plan.ts";
import { accountSnapshot } from "./account-snapshot.ts";
import { demoAccount } from "./demo-account.ts";
import type { AddLogsOptions } from "../../agent/add-logs.ts";
import { refuseUnmatched } from "./refuse-unmatched.ts";
import type { Asked } from "./selection.ts";

/** The embedded account, or what was asked for of it. @param logs null: access logs are not read. */
export async function demoSnapshot(
  seed: number,
  asked: Asked,
  onProgress: OnProgress,
  logs: AddLogsOptions | null = null,
  alarmsAt?: (nowMs: number) => AlarmQuestions | AlarmsFrom,
): Promise<Snapshot> {
  const filter = { api: asked.api, stage: asked.stage };
  const plan = demoPlan(seed);
  const wanted = onlyWanted(plan, filter);
  refuseUnmatched(asked, plan.stages, wanted.length);
  return accountSnapshot(demoAccount(seed, wanted), onProgress, asked, logs, alarmsAt?.(plan.nowMs));
}

/** Stages that nobody asked for would be drawn for nothing, and drawing is what a demo spends its time on. */
function onlyWanted(plan: AccountPlan, filter: TargetFilter): readonly StagePlan[] {
  return plan.stages.filter(
    ({ apiName, apiId, stage }) => matchesApi(filter, apiName, apiId) && matchesStage(filter, stage),
  );
}
