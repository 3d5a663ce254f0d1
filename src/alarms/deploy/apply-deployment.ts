/**
 * A plan's calls, one after the other: never two at once, since most of them wait for one before, and never more a second than
 * CloudWatch takes. What fails does not undo what was done; the next plan starts from what is there.
 */
import type { PutMetricAlarmCommandInput } from "@aws-sdk/client-cloudwatch";

import { classifyError, isCredentialCode } from "../../aws/classify-error.ts";
import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import { DEPLOY_ACTIONS } from "../../catalog/deploy-permissions.ts";
import type { DeploymentOutcome } from "../../model/alarm-deployment.ts";
import { filterFields } from "../emitters/filter-fields.ts";
import type { DeploymentStep } from "./deployment-steps.ts";

export interface DeploymentAccess {
  readonly region: string;
  readonly clients: AwsClients;
  readonly budget: RateBudget;
  /** Ends the deployment between two calls. */
  readonly signal: AbortSignal;
}

const ACTIONS: Readonly<Record<DeploymentStep["kind"], string>> = {
  "put-filter": DEPLOY_ACTIONS.PutMetricFilter,
  "put-metric-alarm": DEPLOY_ACTIONS.PutMetricAlarm,
  "put-composite-alarm": DEPLOY_ACTIONS.PutCompositeAlarm,
  "tag-alarm": DEPLOY_ACTIONS.TagResource,
  "delete-alarms": DEPLOY_ACTIONS.DeleteAlarms,
  "delete-filter": DEPLOY_ACTIONS.DeleteMetricFilter,
};

/** Of these the next call would be answered alike. */
const HOPELESS = ["ACCESS_DENIED", "THROTTLED", "WRONG_REGION", "UNREACHABLE", "TIMEOUT", "BAD_RESPONSE"];

/**
 * Does what the steps say. A refusal of one alarm spares the others, but for those that need it; nothing is deleted once
 * anything failed, since what replaces it may be missing. Does not throw.
 */
export async function applyDeployment(
  steps: readonly DeploymentStep[],
  access: DeploymentAccess,
  onProgress: (done: number, total: number) => void,
): Promise<DeploymentOutcome> {
  const { region, signal } = access;
  const done: string[] = [];
  const failed: { what: string; code: string; hint: string }[] = [];
  const left: string[] = [];
  const missing = new Set<string>();
  let isOver = false;
  for (const [index, step] of steps.entries()) {
    onProgress(index, steps.length);
    const isDeletion = step.kind.startsWith("delete-") && failed.length > 0;
    if (isOver || signal.aborted || isDeletion || step.needs.some((need) => missing.has(need))) {
      left.push(step.what);
      missing.add(step.gives);
      continue;
    }
    try {
      await run(step, access);
      done.push(step.what);
    } catch (error) {
      const { code, hint } = classifyError(error, { action: ACTIONS[step.kind], region });
      failed.push({ what: step.what, code, hint });
      missing.add(step.gives);
      isOver = HOPELESS.includes(code) || isCredentialCode(code);
    }
  }
  onProgress(steps.length, steps.length);
  return { region, done, failed, left, isInterrupted: signal.aborted && left.length > 0 };
}

async function run(step: DeploymentStep, { clients, budget }: DeploymentAccess): Promise<void> {
  if (step.kind === "put-filter") {
    const { PutMetricFilterCommand } = await import("@aws-sdk/client-cloudwatch-logs");
    const logs = await clients.cloudWatchLogs();
    const input = filterFields(step.logMetric);
    await budget("metric-filters", () => logs.send(new PutMetricFilterCommand(input)));
    return;
  }
  if (step.kind === "delete-filter") {
    const { DeleteMetricFilterCommand } = await import("@aws-sdk/client-cloudwatch-logs");
    const logs = await clients.cloudWatchLogs();
    const { logGroupName, filterName } = step.filter;
    await budget("metric-filters", () =>
      logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName })),
    );
    return;
  }
  const sdk = await import("@aws-sdk/client-cloudwatch");
  const client = await clients.cloudWatch();
  switch (step.kind) {
    case "put-metric-alarm": {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown unit is for CloudWatch to refuse
      const input = step.definition as PutMetricAlarmCommandInput;
      await budget("put-alarms", () => client.send(new sdk.PutMetricAlarmCommand(input)));
      return;
    }
    case "put-composite-alarm":
      await budget("put-alarms", () => client.send(new sdk.PutCompositeAlarmCommand(step.definition)));
      return;
    case "tag-alarm": {
      const Tags = Object.entries(step.tags).map(([Key, Value]) => ({ Key, Value }));
      await budget("put-alarms", () =>
        client.send(new sdk.TagResourceCommand({ ResourceARN: step.arn, Tags })),
      );
      return;
    }
    case "delete-alarms":
      await budget("put-alarms", () =>
        client.send(new sdk.DeleteAlarmsCommand({ AlarmNames: [...step.names] })),
      );
  }
}
