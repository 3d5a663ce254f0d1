import { z } from "zod";

import { accountThrottle } from "../../catalog/account-throttle.ts";
import { stageChangedMs } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { toMethodSettings } from "./method-settings.ts";
import { restApi } from "./v1-list.ts";

/** Not paged; the one list of version 1 whose key the SDK does not rename. */
export const getStages = operation({
  service: "apigateway",
  name: "GetStages",
  route: { method: "GET", path: "/restapis/{restApiId}/stages" },
  input: z.object({ restApiId: z.string(), deploymentId: z.string().optional() }),
  answer: ({ restApiId, deploymentId }, { account }) => {
    const api = restApi(account, restApiId);
    const stages = api.stages.filter(
      ({ configuration }) => deploymentId === undefined || configuration.deploymentId === deploymentId,
    );
    return {
      item: stages.map((stage) => {
        const { configuration } = stage;
        const { cache, canary, accessLog } = configuration;
        const changed = Math.floor(stageChangedMs(api, stage) / 1_000);
        return {
          stageName: stage.name,
          deploymentId: configuration.deploymentId ?? undefined,
          createdDate: Math.floor(api.createdMs / 1_000),
          lastUpdatedDate: changed,
          cacheClusterEnabled: cache !== null,
          cacheClusterSize: cache?.sizeGb,
          cacheClusterStatus: cache === null ? "NOT_AVAILABLE" : (cache.status ?? "AVAILABLE"),
          methodSettings: toMethodSettings(configuration, accountThrottle(account.region)),
          accessLogSettings: accessLog ?? undefined,
          canarySettings:
            canary === null
              ? undefined
              : {
                  percentTraffic: canary.percentTraffic,
                  deploymentId: canary.deploymentId ?? undefined,
                  useStageCache: false,
                },
          tracingEnabled: configuration.tracing,
          webAclArn: configuration.webAclArn ?? undefined,
        };
      }),
    };
  },
});
