import type { EstateApi, EstateStage } from "../../model/estate.ts";
import { failedCall } from "../blind-spots.ts";
import type { V2Api } from "../inventory/http-websocket-schemas.ts";
import { callContext } from "../inventory/inventory-context.ts";
import { matchesApi, matchesStage } from "../match-filter.ts";
import type { EstateContext } from "./estate-context.ts";
import { readExport } from "./read-export.ts";
import { toV2Api, toV2Stage } from "./to-v2-api.ts";

/** HTTP and WebSocket APIs with all that is set up of them; undefined where they could not be listed. */
export async function collectHttpEstate(context: EstateContext): Promise<readonly EstateApi[] | undefined> {
  const { plane, see, filter } = context;
  const apis = see(await plane.v2Apis(), "/apis", "HTTP and WebSocket APIs are not audited.");
  const wanted = apis?.filter(({ ApiId, Name }) => matchesApi(filter, Name ?? null, ApiId));
  context.onFound(wanted?.length ?? 0);
  if (wanted === undefined) return undefined;
  return Promise.all(
    wanted.map(async (api) => {
      const found = await collectApi(context, api);
      context.onRead();
      return found;
    }),
  );
}

async function collectApi(context: EstateContext, api: V2Api): Promise<EstateApi> {
  const { plane, see, filter } = context;
  const path = `/apis/${api.ApiId}`;
  const label = `"${api.Name ?? api.ApiId}"`;
  const [stages, routes, integrations, authorizers, deployments] = await Promise.all([
    plane.v2Stages(api.ApiId),
    plane.v2Routes(api.ApiId),
    plane.v2Integrations(api.ApiId),
    plane.v2Authorizers(api.ApiId),
    plane.v2Deployments(api.ApiId),
  ]);
  const known = {
    stages: see(stages, `${path}/stages`, `The stages of ${label} are unknown.`) ?? [],
    routes: see(routes, `${path}/routes`, `The routes of ${label} are unknown.`),
    integrations: see(integrations, `${path}/integrations`, `What the routes of ${label} call is unknown.`),
    authorizers: see(authorizers, `${path}/authorizers`, `The authorizers of ${label} are unknown.`),
    deployments: see(deployments, `${path}/deployments`, `How deployments of ${label} ended is unknown.`),
  };
  const statuses = new Map(known.deployments?.map((one) => [one.DeploymentId, one.DeploymentStatus ?? null]));
  const wanted = known.stages.filter(({ StageName }) => matchesStage(filter, StageName));
  return {
    ...toV2Api(api, known.routes, known.integrations),
    ...(known.authorizers === undefined
      ? {}
      : {
          authorizers: known.authorizers.map((authorizer) => ({
            id: authorizer.AuthorizerId,
            name: authorizer.Name ?? null,
            type: authorizer.AuthorizerType ?? null,
            identitySources: authorizer.IdentitySource ?? [],
            ttlSeconds: authorizer.AuthorizerResultTtlInSeconds ?? 0,
          })),
        }),
    stages: await Promise.all(
      wanted.map(async (stage) => {
        const status =
          known.deployments === undefined ? undefined : (statuses.get(stage.DeploymentId ?? "") ?? null);
        const exported =
          api.ProtocolType === "HTTP" ? await exportOf(context, api, stage.StageName) : undefined;
        return { ...toV2Stage(api, stage, status), ...(exported === undefined ? {} : { exported }) };
      }),
    ),
  };
}

async function exportOf(
  { plane, region, say }: EstateContext,
  { ApiId: id, Name: name }: V2Api,
  stage: string,
): Promise<EstateStage["exported"]> {
  try {
    return readExport(await plane.httpExport(id, stage));
  } catch (error) {
    const place = callContext(region, `/apis/${id}/exports/OAS30`);
    say(failedCall("inventory", null, error, place, `What is deployed of "${name ?? id}" is unknown.`));
    return undefined;
  }
}
