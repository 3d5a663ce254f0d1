import { z } from "zod";

import type { Throttle } from "../../model/target.ts";
import { stageChangedMs, type Api, type ApiStage } from "../apis-of.ts";
import { operation, type JsonObject } from "../operation.ts";
import { isoSeconds, toV2List, V2_PAGING, v2Api, v2Paging } from "./v2-list.ts";

export const getStagesV2 = operation({
  service: "apigateway",
  name: "GetStages",
  route: { method: "GET", path: "/v2/apis/{apiId}/stages" },
  paging: V2_PAGING,
  input: z.object({ ...v2Paging, apiId: z.string() }),
  answer: (input, { account }) => {
    const api = v2Api(account, input.apiId);
    return toV2List(
      api.stages.map((stage) => toStage(api, stage)),
      input,
    );
  },
});

function toStage(api: Api, stage: ApiStage): JsonObject {
  const { configuration } = stage;
  const { detailedMetrics, throttle, executionLogLevel, routes } = configuration;
  const special = routes.filter(
    (route) => route.detailedMetrics !== detailedMetrics || route.throttle !== null,
  );
  return {
    stageName: stage.name,
    autoDeploy: configuration.autoDeploy ?? false,
    createdDate: isoSeconds(api.createdMs),
    lastUpdatedDate: isoSeconds(stageChangedMs(api, stage)),
    deploymentId: configuration.deploymentId ?? undefined,
    accessLogSettings: configuration.accessLog ?? undefined,
    defaultRouteSettings: {
      detailedMetricsEnabled: detailedMetrics,
      ...toLimits(throttle),
      // Execution logs exist for WebSocket APIs alone.
      ...(api.kind === "websocket"
        ? { loggingLevel: executionLogLevel ?? "OFF", dataTraceEnabled: false }
        : {}),
    },
    routeSettings: Object.fromEntries(
      special.map((route) => [
        route.key,
        { detailedMetricsEnabled: route.detailedMetrics, ...toLimits(route.throttle) },
      ]),
    ),
    stageVariables: {},
    tags: {},
  };
}

function toLimits(throttle: Throttle | null): JsonObject {
  return throttle === null
    ? {}
    : { throttlingBurstLimit: throttle.burstLimit, throttlingRateLimit: throttle.rateLimit };
}
