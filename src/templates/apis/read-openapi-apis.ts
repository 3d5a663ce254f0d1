import { apiNameDimensions } from "../../catalog/dimensions.ts";
import { functionOfArn } from "../../catalog/function-of-arn.ts";
import { recordOf } from "../../core/is-record.ts";
import { targetId } from "../../model/target.ts";
import { openapiRoutes } from "./openapi-routes.ts";
import type { TemplateApis } from "./read-template-apis.ts";
import { stageConfiguration } from "./stage-configuration.ts";

/**
 * The REST API that API Gateway makes of an OpenAPI document, which names it after the document's title. A document knows no
 * stages.
 *
 * @param file names the document in a problem.
 */
export function readOpenapiApis(document: unknown, file: string, stage: string): TemplateApis {
  const { title } = recordOf(recordOf(document)["info"]);
  const [name = ""] = typeof title === "string" ? apiNameDimensions(title, "") : [];
  if (name === "") {
    const message = "the document has no title, which is the name of its API";
    return { stages: [], problems: [{ id: file, line: null, message, hint: "Give it info.title." }] };
  }
  const routes = openapiRoutes(document, functionOfArn);
  const target = {
    id: targetId("rest", name, stage),
    kind: "rest" as const,
    apiId: null,
    apiName: String(title),
    stage,
    region: "",
    accountId: null,
    dimensions: { ApiName: name, Stage: stage },
    configuration: stageConfiguration({}, routes),
  };
  return { stages: [{ api: name, target, conditions: [], overrides: {} }], problems: [] };
}
