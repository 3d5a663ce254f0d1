import type { MethodSetting, Resource, RestApi, RestStage } from "../inventory/rest-schemas.ts";
import { EVERY_METHOD, methodSettingKey } from "../inventory/rest-routes.ts";
import { toIntegration } from "../inventory/to-integration.ts";
import { toThrottle } from "../inventory/to-throttle.ts";
import type { EstateApi, EstateRoute, EstateSettings, EstateStage } from "../../model/estate.ts";
import type { Throttle } from "../../model/target.ts";

/**
 * A REST API as the checks look at it, but for its stages.
 *
 * @param resources undefined where they could not be read to their end.
 */
export function toRestApi(api: RestApi, resources: readonly Resource[] | undefined): EstateApi {
  return {
    kind: "rest",
    id: api.id,
    name: api.name ?? null,
    description: api.description ?? null,
    tags: api.tags ?? {},
    endpointType: api.endpointConfiguration?.types?.[0] ?? null,
    policy: api.policy ?? null,
    isDefaultEndpointOff: api.disableExecuteApiEndpoint ?? false,
    minimumCompressionBytes: api.minimumCompressionSize ?? null,
    securityPolicy: api.securityPolicy ?? null,
    endpointAccessMode: api.endpointAccessMode ?? null,
    apiKeySource: api.apiKeySource ?? null,
    ...(resources === undefined ? {} : { routes: resources.flatMap(toRoutes) }),
    stages: [],
  };
}

function toRoutes({ path, resourceMethods }: Resource): EstateRoute[] {
  return Object.entries(resourceMethods ?? {}).map(([verb, method]): EstateRoute => {
    const { methodIntegration: integration } = method;
    const isVpcLink = integration?.connectionType === "VPC_LINK";
    const backend = toIntegration(
      {
        type: integration?.type,
        uri: integration?.uri,
        connectionType: integration?.connectionType,
        connectionId: integration?.connectionId,
      },
      {},
    );
    return {
      key: `${verb} ${path}`,
      authorization: method.authorizationType ?? null,
      apiKeyRequired: method.apiKeyRequired ?? false,
      validatorId: method.requestValidatorId ?? null,
      hasModel: Object.keys(method.requestModels ?? {}).length > 0,
      integration: integration
        ? {
            kind: backend.kind,
            target: backend.target,
            uri: integration.uri ?? null,
            isVpcLink,
            timeoutMs: integration.timeoutInMillis ?? null,
            isTlsUnverified: integration.tlsConfig?.insecureSkipVerification ?? false,
          }
        : null,
      fixedHeaders: fixedHeaders(integration?.integrationResponses ?? {}),
    };
  });
}

const HEADER = /^method\.response\.header\.(.+)$/;

/** A static value stands in single quotes; anything else is a mapping, and nobody knows what it will be. */
function fixedHeaders(
  responses: Readonly<
    Record<string, { readonly responseParameters?: Readonly<Record<string, string>> | null | undefined }>
  >,
): Record<string, string> {
  const entries = Object.values(responses).flatMap(({ responseParameters }) =>
    Object.entries(responseParameters ?? {}).flatMap(([name, value]) => {
      const header = HEADER.exec(name)?.[1]?.toLowerCase();
      const fixed = /^'(.*)'$/.exec(value)?.[1];
      return header === undefined || fixed === undefined ? [] : [[header, fixed] as const];
    }),
  );
  return Object.fromEntries(entries);
}

/**
 * A stage as the checks look at it.
 *
 * @param account the account's limits, which AWS shows as a stage's own where nobody set any; undefined where unknown.
 * @param deployments when each was made, by id; undefined where unknown.
 */
export function toRestStage(
  stage: RestStage,
  account: Throttle | undefined,
  deployments: ReadonlyMap<string, number> | undefined,
): EstateStage {
  const settings = Object.entries(stage.methodSettings ?? {}).map(
    ([key, setting]) => [methodSettingKey(key), setting] as const,
  );
  const every = settings.find(([key]) => key === EVERY_METHOD)?.[1];
  const { accessLogSettings: log, canarySettings: canary } = stage;
  const sinceMs = deployments?.get(canary?.deploymentId ?? "");
  return {
    name: stage.stageName,
    description: stage.description ?? null,
    tags: stage.tags ?? {},
    accessLog: log?.destinationArn ? { destinationArn: log.destinationArn, format: log.format ?? "" } : null,
    every: { ...DEFAULTS, ...(every === undefined ? {} : toSettings(every, account)) },
    byRoute: Object.fromEntries(
      settings
        .filter(([key]) => key !== EVERY_METHOD)
        .map(([key, setting]) => [key, toSettings(setting, account)]),
    ),
    tracing: stage.tracingEnabled ?? false,
    webAclArn: stage.webAclArn ?? null,
    variables: stage.variables ?? {},
    clientCertificateId: stage.clientCertificateId ?? null,
    documentationVersion: stage.documentationVersion ?? null,
    cache: stage.cacheClusterEnabled
      ? { sizeGb: stage.cacheClusterSize ?? null, status: stage.cacheClusterStatus ?? null }
      : null,
    canary: canary
      ? {
          percentTraffic: canary.percentTraffic ?? 0,
          useStageCache: canary.useStageCache ?? false,
          ...(sinceMs === undefined ? {} : { sinceMs }),
        }
      : null,
  };
}

/** Settings that nobody made. Source: API Gateway API Reference, MethodSetting. */
const DEFAULTS: EstateSettings = {
  metrics: false,
  loggingLevel: "OFF",
  dataTrace: false,
  throttle: null,
  caching: false,
  cacheEncrypted: false,
  cacheInvalidationProtected: true,
};

function toSettings(setting: MethodSetting, account: Throttle | undefined): EstateSettings {
  const throttle = toThrottle(setting.throttlingRateLimit, setting.throttlingBurstLimit);
  const isAccounts =
    throttle?.rateLimit === account?.rateLimit && throttle?.burstLimit === account?.burstLimit;
  return {
    metrics: setting.metricsEnabled ?? false,
    loggingLevel: setting.loggingLevel ?? "OFF",
    dataTrace: setting.dataTraceEnabled ?? false,
    throttle: isAccounts ? null : throttle,
    caching: setting.cachingEnabled ?? false,
    cacheEncrypted: setting.cacheDataEncrypted ?? false,
    cacheInvalidationProtected: setting.requireAuthorizationForCacheControl ?? true,
    ...(typeof setting.cacheTtlInSeconds === "number" ? { cacheTtlSeconds: setting.cacheTtlInSeconds } : {}),
  };
}
