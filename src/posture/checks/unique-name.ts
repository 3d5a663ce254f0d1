import { apiNameDimensions } from "../../catalog/dimensions.ts";
import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { patchRestApi, remedy } from "../remedy.ts";

export const uniqueName: Check = {
  id: "unique-name",
  control: "OBS-13",
  group: "observability",
  severity: "medium",
  title: "REST APIs of the same name",
  what: "No other REST API of the Region has the same name, as far as CloudWatch can tell names apart: it leaves out what is not ASCII.",
  why: "CloudWatch keys REST APIs by name alone, so the metrics of both add up where they have a stage in common, and alarms watch the sum.",
  fix: "Rename one of them.",
  exempt: "HTTP and WebSocket APIs, which CloudWatch keys by id.",
  references: ['API Gateway Developer Guide, "Amazon API Gateway dimensions and metrics"'],
  feature: "a name that CloudWatch keys it by",
  judges: {
    api: ({ estate, api }) => {
      if (api.name === undefined) return unknown("its name");
      const own = apiNameDimensions(api.name ?? "", api.id)[0];
      const others = estate.apis.filter(
        (one) =>
          one !== api &&
          one.kind === "rest" &&
          one.name !== undefined &&
          apiNameDimensions(one.name ?? "", one.id)[0] === own,
      );
      const evidence = [{ field: "name", value: api.name ?? "" }];
      return others.length === 0
        ? pass("Nobody shares its name.", evidence)
        : fail(`${others.map(({ id }) => id).join(", ")} has the same name.`, [
            ...evidence,
            ...others.map(({ id, name }) => ({ field: `restApis[${id}].name`, value: name ?? "" })),
          ]);
    },
  },
  remedy: (names) =>
    remedy(
      patchRestApi(names, { "/name": "NAME" }),
      ["AWS::ApiGateway::RestApi", { Name: "NAME" }],
      ["aws_api_gateway_rest_api", { name: "NAME" }],
    ),
};
