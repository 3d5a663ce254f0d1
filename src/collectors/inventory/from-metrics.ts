import type { MetricKey } from "../../model/metric-key.ts";
import { API_GATEWAY_NAMESPACE, METRICS } from "../../catalog/metrics.ts";
import { apiNameDimensions } from "../../catalog/dimensions.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { targetId, type ApiKind, type Target } from "../../model/target.ts";
import type { TargetFilter, UnreadApis } from "../account-reader.ts";
import { matchesApi, matchesStage } from "../match-filter.ts";

/** What the list of metrics tells of a stage. */
interface ListedStage {
  readonly kind: ApiKind;
  /** The value of ApiName or ApiId. */
  readonly api: string;
  readonly stage: string;
}

/** CloudWatch holds what a canary served under a stage of this name as well (undocumented, seen in the wild). */
const CANARY = "/Canary";

/** Metric names that only one of the flavours keyed by ApiId has; IntegrationLatency is in both. */
const ONLY_IN = new Map<string, ApiKind>(
  METRICS.filter(
    ({ kind, metric }) => !METRICS.some((other) => other.kind !== kind && other.metric === metric),
  ).map(({ metric, kind }) => [metric, kind]),
);

/**
 * Stages that the control plane did not tell of, found through their metrics: without configuration, and only
 * those that had traffic within two weeks.
 *
 * @param known targets that were read; never given again.
 */
export function targetsFromMetrics(
  listed: readonly MetricKey[],
  unread: readonly UnreadApis[],
  known: readonly Target[],
  context: { readonly filter: TargetFilter; readonly region: string; readonly accountId: string | null },
): Target[] {
  const knownIds = new Set(known.map(({ id }) => id));
  return listedStages(listed).flatMap(({ kind, api, stage }): Target[] => {
    const gap = unread.find((one) => one.kind === kind && (one.api === null || isNamed(one.api, kind, api)));
    const id = targetId(kind, api, stage);
    const isWanted =
      matchesApi(context.filter, api, gap?.api?.name ?? null) && matchesStage(context.filter, stage);
    if (gap === undefined || knownIds.has(id) || !isWanted) return [];
    return [
      {
        id,
        kind,
        apiId: kind === "rest" ? (gap.api?.id ?? null) : api,
        apiName: kind === "rest" ? (gap.api?.name ?? api) : (gap.api?.name ?? null),
        stage,
        region: context.region,
        accountId: context.accountId,
        dimensions: kind === "rest" ? { ApiName: api, Stage: stage } : { ApiId: api, Stage: stage },
        configuration: null,
      },
    ];
  });
}

/** The canaries whose metrics exist beside those of a target: nobody reads them. */
export function unreadCanaries(listed: readonly MetricKey[], targets: readonly Target[]): BlindSpot[] {
  const canaries = new Set(
    stageSets(listed)
      .filter(({ stage }) => stage.endsWith(CANARY))
      .map(({ api, stage }) => `${api}\n${stage}`),
  );
  return targets
    .filter((target) => canaries.has(`${target.dimensions["ApiName"] ?? ""}\n${target.stage}${CANARY}`))
    .map(({ id, stage }) => ({
      source: "metrics",
      target: id,
      code: "CANARY_NOT_READ",
      hint: `CloudWatch holds the canary's share of this stage on its own (Stage=${stage}${CANARY}); it is not compared with the rest.`,
    }));
}

function isNamed(api: { readonly id: string; readonly name: string }, kind: ApiKind, value: string): boolean {
  return kind === "rest" ? apiNameDimensions(api.name, api.id).includes(value) : api.id === value;
}

/** Every stage of the list once, canaries aside, in the order of the list. */
function listedStages(listed: readonly MetricKey[]): ListedStage[] {
  const sets = stageSets(listed);
  const kinds = new Map<string, ApiKind>();
  for (const { name, api, metric } of sets) {
    const kind = name === "ApiName" ? "rest" : ONLY_IN.get(metric);
    if (kind !== undefined) kinds.set(`${name}\n${api}`, kind);
  }
  const stages = new Map<string, ListedStage>();
  for (const { name, api, stage } of sets) {
    const kind = kinds.get(`${name}\n${api}`);
    if (kind !== undefined && !stage.endsWith(CANARY))
      stages.set(`${kind}\n${api}\n${stage}`, { kind, api, stage });
  }
  return [...stages.values()];
}

/** The metrics of stage level: exactly the API's dimension and Stage. */
function stageSets(listed: readonly MetricKey[]) {
  return listed.flatMap(({ namespace, metric, dimensions }) => {
    const { ApiName: apiName, ApiId: apiId, Stage: stage } = dimensions;
    const api = apiName ?? apiId;
    const isStage = Object.keys(dimensions).length === 2 && stage !== undefined && api !== undefined;
    if (namespace !== API_GATEWAY_NAMESPACE || !isStage) return [];
    return [{ name: apiName === undefined ? "ApiId" : "ApiName", api, stage, metric }];
  });
}
