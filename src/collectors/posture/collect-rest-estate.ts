import type { EstateApi, EstateStage } from "../../model/estate.ts";
import type { Throttle } from "../../model/target.ts";
import { failedCall } from "../blind-spots.ts";
import type { RestApi } from "../inventory/rest-schemas.ts";
import { callContext } from "../inventory/inventory-context.ts";
import { matchesApi, matchesStage } from "../match-filter.ts";
import type { EstateContext } from "./estate-context.ts";
import { readExport } from "./read-export.ts";
import { toRestApi, toRestStage } from "./to-rest-api.ts";

/** REST APIs with all that is set up of them; undefined where they could not be listed. */
export async function collectRestEstate(
  context: EstateContext,
  account: Throttle | undefined,
): Promise<readonly EstateApi[] | undefined> {
  const { plane, see, filter } = context;
  const apis = see(await plane.restApis(), "/restapis", "REST APIs are not audited.");
  const wanted = apis?.filter(({ id, name }) => matchesApi(filter, name ?? null, id));
  context.onFound(wanted?.length ?? 0);
  if (wanted === undefined) return undefined;
  return Promise.all(
    wanted.map(async (api) => {
      const found = await collectApi(context, api, account);
      context.onRead();
      return found;
    }),
  );
}

async function collectApi(
  context: EstateContext,
  api: RestApi,
  account: Throttle | undefined,
): Promise<EstateApi> {
  const { plane, see, filter } = context;
  const path = `/restapis/${api.id}`;
  const label = `"${api.name ?? api.id}"`;
  const [stages, resources, authorizers, validators, responses, deployments] = await Promise.all([
    plane.restStages(api.id),
    plane.resources(api.id),
    plane.authorizers(api.id),
    plane.validators(api.id),
    plane.gatewayResponses(api.id),
    plane.restDeployments(api.id),
  ]);
  const known = {
    stages: see(stages, `${path}/stages`, `The stages of ${label} are unknown.`) ?? [],
    resources: see(resources, `${path}/resources`, `The methods of ${label} are unknown.`),
    authorizers: see(authorizers, `${path}/authorizers`, `The authorizers of ${label} are unknown.`),
    validators: see(
      validators,
      `${path}/requestvalidators`,
      `The request validators of ${label} are unknown.`,
    ),
    responses: see(responses, `${path}/gatewayresponses`, `The gateway responses of ${label} are unknown.`),
    deployments: see(deployments, `${path}/deployments`, `The age of canaries of ${label} is unknown.`),
  };
  const made =
    known.deployments && new Map(known.deployments.map(({ id, createdDate }) => [id, createdDate.getTime()]));
  const wanted = known.stages.filter(({ stageName }) => matchesStage(filter, stageName));
  return {
    ...toRestApi(api, known.resources),
    ...(known.authorizers === undefined
      ? {}
      : {
          authorizers: known.authorizers.map(({ id, name, type, identitySource, ...authorizer }) => ({
            id,
            name: name ?? null,
            type: type ?? null,
            identitySources: (identitySource ?? "").split(",").filter((part) => part.trim() !== ""),
            ttlSeconds: authorizer.authorizerResultTtlInSeconds ?? 0,
          })),
        }),
    ...(known.validators === undefined
      ? {}
      : {
          validators: known.validators.map(({ id, validateRequestBody, validateRequestParameters }) => ({
            id,
            body: validateRequestBody ?? false,
            parameters: validateRequestParameters ?? false,
          })),
        }),
    ...(known.responses === undefined
      ? {}
      : {
          gatewayResponses: known.responses
            .filter(({ defaultResponse }) => defaultResponse !== true)
            .map(({ responseType, responseParameters }) => ({
              type: responseType,
              headers: Object.keys(responseParameters ?? {}).flatMap(
                (name) => /^gatewayresponse\.header\.(.+)$/.exec(name)?.[1]?.toLowerCase() ?? [],
              ),
            })),
        }),
    stages: await Promise.all(
      wanted.map(async (stage) => {
        const exported = await exportOf(context, api, stage.stageName);
        return { ...toRestStage(stage, account, made), ...(exported === undefined ? {} : { exported }) };
      }),
    ),
  };
}

async function exportOf(
  { plane, region, say }: EstateContext,
  { id, name }: RestApi,
  stage: string,
): Promise<EstateStage["exported"]> {
  try {
    return readExport(await plane.restExport(id, stage));
  } catch (error) {
    const place = callContext(region, `/restapis/${id}/stages/${stage}/exports/oas30`);
    say(failedCall("inventory", null, error, place, `What is deployed of "${name ?? id}" is unknown.`));
    return undefined;
  }
}
