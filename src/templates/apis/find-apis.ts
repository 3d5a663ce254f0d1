import { SAM_IMPLICIT_APIS } from "../../catalog/template-references.ts";
import { recordOf } from "../../core/is-record.ts";
import type { ApiKind } from "../../model/target.ts";
import type { Template, TemplateResource } from "../cloudformation/template.ts";
import type { FoundApi } from "./found-api.ts";
import { samEvents } from "./sam-events.ts";

const V2 = "AWS::ApiGatewayV2::Api";
const KINDS: Readonly<Record<string, { readonly kind: ApiKind; readonly global: string | null }>> = {
  "AWS::ApiGateway::RestApi": { kind: "rest", global: null },
  "AWS::Serverless::Api": { kind: "rest", global: "Api" },
  "AWS::Serverless::HttpApi": { kind: "http", global: "HttpApi" },
  "AWS::Serverless::WebSocketApi": { kind: "websocket", global: "WebSocketApi" },
};

export function isApiType(type: string): boolean {
  return Object.hasOwn(KINDS, type) || type === V2;
}

/** The APIs of a template in its order, and behind them those that SAM makes of the events of functions. */
export function findApis(template: Template): readonly FoundApi[] {
  const sections = recordOf(template.document.value);
  const globals = recordOf(sections["Globals"]);
  // What SAM makes has no resource that could say anything, so the template says it.
  const said = recordOf(recordOf(sections["Metadata"])["Gatewatch"]);
  const declared = [...template.resources.values()].flatMap((resource): FoundApi[] => {
    const kind = KINDS[resource.type] ?? v2Kind(resource);
    if (kind === undefined) return [];
    return [
      {
        id: resource.id,
        origin: kind.global === null ? "cloudformation" : "sam",
        kind: kind.kind,
        properties: {
          ...recordOf(kind.global === null ? null : globals[kind.global]),
          ...resource.properties,
        },
        metadata: resource.metadata,
        conditions: resource.condition === null ? [] : [resource.condition],
      },
    ];
  });
  const implicit = Object.entries(SAM_IMPLICIT_APIS).flatMap(([id, type]): FoundApi[] => {
    const events = samEvents(template).filter(({ api }) => api === id);
    if (events.length === 0 || template.resources.has(id)) return [];
    const conditions = events.map(({ owner }) => owner.condition);
    const kind = type === "AWS::ApiGateway::RestApi" ? "rest" : "http";
    return [
      {
        id,
        origin: "implicit",
        kind,
        properties: recordOf(globals[kind === "rest" ? "Api" : "HttpApi"]),
        metadata: { Gatewatch: said[id] },
        conditions: conditions.includes(null)
          ? []
          : [...new Set(conditions.filter((condition) => condition !== null))],
      },
    ];
  });
  return [...declared, ...implicit];
}

/** An API made of a Body has no ProtocolType: only HTTP APIs can be imported. */
function v2Kind({ type, properties }: TemplateResource): { kind: ApiKind; global: null } | undefined {
  if (type !== V2) return undefined;
  const { ProtocolType: protocol } = properties;
  return { kind: protocol === "WEBSOCKET" ? "websocket" : "http", global: null };
}
