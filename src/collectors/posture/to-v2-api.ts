import type { EstateApi, EstateRoute, EstateSettings, EstateStage } from "../../model/estate.ts";
import type {
  RouteSettings,
  V2Api,
  V2Integration,
  V2Route,
  V2Stage,
} from "../inventory/http-websocket-schemas.ts";
import { toIntegration } from "../inventory/to-integration.ts";
import { toThrottle } from "../inventory/to-throttle.ts";

/**
 * An HTTP or WebSocket API as the checks look at it, but for its stages.
 *
 * @param routes undefined where they could not be read to their end; the same of the integrations.
 */
export function toV2Api(
  api: V2Api,
  routes: readonly V2Route[] | undefined,
  integrations: readonly V2Integration[] | undefined,
): EstateApi {
  const isHttp = api.ProtocolType === "HTTP";
  const { CorsConfiguration: cors } = api;
  return {
    kind: isHttp ? "http" : "websocket",
    id: api.ApiId,
    name: api.Name ?? null,
    description: api.Description ?? null,
    tags: api.Tags ?? {},
    isDefaultEndpointOff: api.DisableExecuteApiEndpoint ?? false,
    ...(isHttp
      ? {
          cors: cors
            ? { origins: cors.AllowOrigins ?? [], allowCredentials: cors.AllowCredentials ?? false }
            : null,
        }
      : {}),
    ...(routes === undefined ? {} : { routes: routes.map((route) => toRoute(route, integrations)) }),
    stages: [],
  };
}

function toRoute(route: V2Route, integrations: readonly V2Integration[] | undefined): EstateRoute {
  const id = /^integrations\/(.+)$/.exec(route.Target ?? "")?.[1];
  const found = integrations?.find(({ IntegrationId }) => IntegrationId === id);
  const backend = toIntegration(
    {
      type: found?.IntegrationType,
      subtype: found?.IntegrationSubtype,
      uri: found?.IntegrationUri,
      connectionType: found?.ConnectionType,
      connectionId: found?.ConnectionId,
    },
    {},
  );
  const integration = found
    ? {
        kind: backend.kind,
        target: backend.target,
        uri: found.IntegrationUri ?? null,
        isVpcLink: found.ConnectionType === "VPC_LINK",
        timeoutMs: found.TimeoutInMillis ?? null,
        tlsServerName: found.TlsConfig?.ServerNameToVerify ?? null,
      }
    : null;
  return {
    key: route.RouteKey,
    authorization: route.AuthorizationType ?? null,
    apiKeyRequired: route.ApiKeyRequired ?? false,
    ...(integrations === undefined ? {} : { integration }),
  };
}

/** @param deploymentStatus of the deployment that the stage serves; undefined where unknown. */
export function toV2Stage(
  api: V2Api,
  stage: V2Stage,
  deploymentStatus: string | null | undefined,
): EstateStage {
  const { AccessLogSettings: log, DefaultRouteSettings: every, RouteSettings: own } = stage;
  const isWebSocket = api.ProtocolType === "WEBSOCKET";
  return {
    name: stage.StageName,
    description: stage.Description ?? null,
    tags: stage.Tags ?? {},
    accessLog: log?.DestinationArn ? { destinationArn: log.DestinationArn, format: log.Format ?? "" } : null,
    every: {
      metrics: false,
      throttle: null,
      ...(isWebSocket ? { loggingLevel: "OFF", dataTrace: false } : {}),
      ...toSettings(every ?? {}),
    },
    byRoute: Object.fromEntries(Object.entries(own ?? {}).map(([key, one]) => [key, toSettings(one)])),
    variables: stage.StageVariables ?? {},
    ...(isWebSocket ? { clientCertificateId: stage.ClientCertificateId ?? null } : {}),
    autoDeploy: stage.AutoDeploy ?? false,
    ...(stage.ApiGatewayManaged ? { isManaged: true } : {}),
    lastDeploymentMessage: stage.LastDeploymentStatusMessage ?? null,
    ...(deploymentStatus === undefined ? {} : { deploymentStatus }),
  };
}

/** Only what is set: a route's settings leave the rest to the stage's. */
function toSettings(settings: Partial<RouteSettings>): EstateSettings {
  const throttle = toThrottle(settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit);
  return {
    ...(typeof settings.DetailedMetricsEnabled === "boolean"
      ? { metrics: settings.DetailedMetricsEnabled }
      : {}),
    ...(settings.LoggingLevel ? { loggingLevel: settings.LoggingLevel } : {}),
    ...(typeof settings.DataTraceEnabled === "boolean" ? { dataTrace: settings.DataTraceEnabled } : {}),
    ...(throttle === null ? {} : { throttle }),
  };
}
