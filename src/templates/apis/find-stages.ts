import { SAM_STAGE_NAMES } from "../../catalog/template-references.ts";
import type { Template } from "../cloudformation/template.ts";
import type { FoundApi } from "./found-api.ts";
import { referenceOf } from "./reference-of.ts";

/** A stage of an API as its template declares it. */
export interface FoundStage {
  /** Logical id of the resource that declares it. */
  readonly id: string;
  readonly name: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly condition: string | null;
}

/** Types that declare a stage, and the property that says of which API. */
export const STAGE_TYPES: Readonly<Record<string, string>> = Object.freeze({
  "AWS::ApiGateway::Stage": "RestApiId",
  "AWS::ApiGateway::Deployment": "RestApiId",
  "AWS::ApiGatewayV2::Stage": "ApiId",
});

/** SAM's name for the stage of an implicit REST API, and the one that every SAM HTTP API has where it says none. */
const IMPLICIT_STAGES = { rest: "Prod", http: "$default", websocket: "default" } as const;

/** SAM makes one stage for each of its APIs; an HTTP API with a Target has the default stage; all others are resources. */
export function findStages(api: FoundApi, template: Template): readonly FoundStage[] {
  const { id, origin, kind, properties } = api;
  const own = { id, properties, metadata: {}, condition: null };
  const declared = [...template.resources.values()].flatMap((resource): FoundStage[] => {
    const idProperty = STAGE_TYPES[resource.type];
    if (idProperty === undefined || referenceOf(resource.properties[idProperty]) !== id) return [];
    const name = resource.properties["StageName"];
    // A deployment may make a stage, and most do not.
    if (resource.type === "AWS::ApiGateway::Deployment" && name === undefined) return [];
    const { condition, metadata } = resource;
    return [{ id: resource.id, name, properties: resource.properties, metadata, condition }];
  });
  if (origin === "implicit") return [{ ...own, name: IMPLICIT_STAGES[kind] }, ...declared];
  if (origin === "sam") {
    const type = template.resources.get(id)?.type ?? "";
    return [{ ...own, name: properties["StageName"] ?? SAM_STAGE_NAMES[type] ?? undefined }, ...declared];
  }
  const isQuick = kind === "http" && properties["Target"] !== undefined;
  return isQuick ? [{ ...own, name: IMPLICIT_STAGES.http }, ...declared] : declared;
}
