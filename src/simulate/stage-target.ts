import type { Target } from "../model/target.ts";
import { createStageModel, stageTargetId } from "./behaviour-at.ts";
import { accessLogGroup } from "./log-groups.ts";
import { stageDimensions } from "./metric-entity.ts";
import type { AccountPlan, StagePlan } from "./plan.ts";

/** A simulated stage as the control plane would describe it at the plan's "now": limits that an incident lowered are lowered there too. */
export function stageTarget(plan: AccountPlan, stage: StagePlan): Target {
  const made = stage.deployments.filter(({ createdMs }) => createdMs <= plan.nowMs);
  const newest = made.at(-1)?.id ?? null;
  const serving = stage.canaryPercent === null ? newest : (made.at(-2)?.id ?? newest);
  const arn = `arn:aws:logs:${plan.region}:${plan.accountId}:log-group:${accessLogGroup(stage)}`;
  const limits = createStageModel(plan, stage).limitsAt(plan.nowMs - 1);
  const { usagePlan } = limits;
  return {
    id: stageTargetId(stage),
    kind: stage.kind,
    apiId: stage.apiId,
    apiName: stage.apiName,
    stage: stage.stage,
    region: plan.region,
    accountId: plan.accountId,
    dimensions: { ...stageDimensions(stage) },
    configuration: {
      routes: stage.routes.map((route) => ({
        key: route.key,
        integration: route.integration,
        integrationTarget: route.integrationTarget,
        timeoutMs: route.integrationLatency === null ? null : route.timeoutMs,
        authorization: route.authorizer?.kind ?? "NONE",
        apiKeyRequired: usagePlan !== null,
        detailedMetrics: stage.detailedMetrics,
        cached: stage.cacheSizeGb !== null && route.cacheHitRatio !== null,
        throttle: null,
      })),
      detailedMetrics: stage.detailedMetrics,
      cache: stage.cacheSizeGb === null ? null : { sizeGb: stage.cacheSizeGb, status: "AVAILABLE" },
      throttle: limits.stage && { ...limits.stage },
      tracing: stage.tracing,
      accessLog:
        stage.accessLogFormat === null ? null : { destinationArn: arn, format: stage.accessLogFormat },
      executionLogLevel: stage.kind === "http" ? null : stage.executionLogLevel,
      ...(stage.kind === "rest" ? {} : { autoDeploy: stage.kind === "http" }),
      deploymentId: serving,
      deployments: made.toReversed().map((deployment) => ({ ...deployment })),
      ...updatedAt(plan, stage),
      canary:
        stage.canaryPercent === null ? null : { percentTraffic: stage.canaryPercent, deploymentId: newest },
      usagePlans:
        usagePlan === null
          ? []
          : [
              {
                id: `plan-${stage.apiId}`,
                name: `${stage.apiName} ${stage.stage}`,
                throttle: { rateLimit: usagePlan.rateLimit, burstLimit: usagePlan.burstLimit },
                quota:
                  usagePlan.quotaPerDay === null
                    ? null
                    : { limit: usagePlan.quotaPerDay, offset: 0, period: "DAY" },
              },
            ],
      webAclArn: stage.webAcl
        ? `arn:aws:wafv2:${plan.region}:${plan.accountId}:regional/webacl/${stage.apiName.replace(/[^\w-]/g, "")}/4f2c81d0-${stage.apiId}`
        : null,
    },
  };
}

/** When the stage itself was last changed, where the plan has such changes. */
function updatedAt({ changes = [], nowMs }: AccountPlan, stage: StagePlan): { readonly updatedMs?: number } {
  const own = changes.filter(
    ({ atMs, eventName, requestParameters }) =>
      atMs <= nowMs &&
      eventName === "UpdateStage" &&
      requestParameters["stageName"] === stage.stage &&
      (requestParameters["restApiId"] ?? requestParameters["apiId"]) === stage.apiId,
  );
  return own.length === 0 ? {} : { updatedMs: Math.max(...own.map(({ atMs }) => atMs)) };
}
