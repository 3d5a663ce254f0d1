import type { ApiKind, StageConfiguration, Target } from "../model/target.ts";
import type { Account } from "../simulate/account.ts";

/** One stage that the control plane can describe. */
export interface ApiStage {
  readonly name: string;
  readonly configuration: StageConfiguration;
}

/** One API with its stages, put together from the targets of an account. */
export interface Api {
  readonly kind: ApiKind;
  readonly id: string;
  readonly name: string;
  /** Of its oldest deployment; the account's "now" where it has none. */
  readonly createdMs: number;
  readonly stages: readonly ApiStage[];
}

/**
 * The APIs of some flavours, by id. A target whose API id is not known (a recording of metrics alone) has no
 * API here, and one without configuration has no stage.
 */
export function apisOf(account: Account, kinds: readonly ApiKind[]): Api[] {
  const byId = new Map<string, Target[]>();
  for (const target of account.targets) {
    if (target.apiId === null || !kinds.includes(target.kind)) continue;
    byId.set(target.apiId, [...(byId.get(target.apiId) ?? []), target]);
  }
  return [...byId].map(([id, targets]) => toApi(id, targets, account.nowMs));
}

function toApi(id: string, targets: readonly Target[], nowMs: number): Api {
  const stages = targets.flatMap(({ stage, configuration }) =>
    configuration === null ? [] : [{ name: stage, configuration }],
  );
  const deployed = stages.flatMap(({ configuration }) =>
    configuration.deployments.map(({ createdMs }) => createdMs),
  );
  return {
    kind: targets[0]?.kind ?? "rest",
    id,
    name: targets.find(({ apiName }) => apiName !== null)?.apiName ?? id,
    createdMs: deployed.reduce((oldest, createdMs) => Math.min(oldest, createdMs), nowMs),
    stages,
  };
}

/** Every route of an API's stages, each key once; where stages differ the first stage's form counts. */
export function routesOf(api: Api): StageConfiguration["routes"] {
  const byKey = new Map(
    api.stages
      .toReversed()
      .flatMap(({ configuration }) => configuration.routes.map((route) => [route.key, route] as const)),
  );
  return [...byKey.values()].sort((left, right) => (left.key < right.key ? -1 : 1));
}

/** Every deployment of an API's stages once, newest first. */
export function deploymentsOf(api: Api): StageConfiguration["deployments"] {
  const all = api.stages.flatMap(({ configuration }) => configuration.deployments);
  return [...new Map(all.map((deployment) => [deployment.id, deployment])).values()].sort(
    (left, right) => right.createdMs - left.createdMs,
  );
}

/** When a stage last changed, as far as it or its deployments tell. */
export function stageChangedMs(api: Api, { configuration }: ApiStage): number {
  const current = configuration.deployments.find(({ id }) => id === configuration.deploymentId);
  return configuration.updatedMs ?? current?.createdMs ?? api.createdMs;
}
