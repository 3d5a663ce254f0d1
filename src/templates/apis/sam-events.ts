import { isRecord, recordOf } from "../../core/is-record.ts";
import type { Template, TemplateResource } from "../cloudformation/template.ts";
import { referenceOf } from "./reference-of.ts";

/** An event by which SAM puts a function or a state machine behind an API. */
export interface SamEvent {
  readonly owner: TemplateResource;
  /** Logical id of the API; null where it lies outside of the template. */
  readonly api: string | null;
  /** "POST /orders"; "$default" where it takes everything. */
  readonly route: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Source: SAM Developer Guide, "Api" and "HttpApi" events: without RestApiId or ApiId an implicit API is made. */
const EVENTS: Readonly<Record<string, { readonly idProperty: string; readonly implicit: string }>> = {
  Api: { idProperty: "RestApiId", implicit: "ServerlessRestApi" },
  HttpApi: { idProperty: "ApiId", implicit: "ServerlessHttpApi" },
};
const OWNERS = new Set(["AWS::Serverless::Function", "AWS::Serverless::StateMachine"]);

export function samEvents({ resources }: Template): readonly SamEvent[] {
  return [...resources.values()].flatMap((owner) => {
    if (!OWNERS.has(owner.type)) return [];
    return Object.values(recordOf(owner.properties["Events"])).flatMap((event): SamEvent[] => {
      if (!isRecord(event) || typeof event["Type"] !== "string") return [];
      const known = EVENTS[event["Type"]];
      if (known === undefined) return [];
      const properties = recordOf(event["Properties"]);
      const given = properties[known.idProperty];
      const { Path: path, Method: method } = properties;
      const isCatchAll = typeof path !== "string" || typeof method !== "string";
      return [
        {
          owner,
          api: given === undefined ? known.implicit : typeof given === "string" ? given : referenceOf(given),
          route: isCatchAll
            ? "$default"
            : `${method === "x-amazon-apigateway-any-method" ? "ANY" : method.toUpperCase()} ${path}`,
          properties,
        },
      ];
    });
  });
}
