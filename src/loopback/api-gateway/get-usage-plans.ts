import { z } from "zod";

import { apisOf } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

export const getUsagePlans = operation({
  service: "apigateway",
  name: "GetUsagePlans",
  route: { method: "GET", path: "/usageplans" },
  paging: V1_PAGING,
  input: z.object(v1Paging),
  answer: (input, { account }) => {
    const uses = apisOf(account, ["rest"]).flatMap((api) =>
      api.stages.flatMap(({ name, configuration }) =>
        configuration.usagePlans.map((plan) => ({ plan, apiStage: { apiId: api.id, stage: name } })),
      ),
    );
    const byId = new Map(uses.map(({ plan }) => [plan.id, plan]));
    return toV1List(
      [...byId.values()].map((plan) => ({
        id: plan.id,
        name: plan.name ?? undefined,
        apiStages: uses.filter((use) => use.plan.id === plan.id).map(({ apiStage }) => apiStage),
        throttle: plan.throttle ?? undefined,
        quota: plan.quota ?? undefined,
      })),
      input,
    );
  },
});
