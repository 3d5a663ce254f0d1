import type { JsonValue } from "../json-value.ts";

/** An intrinsic function is an object with its full name, as in JSON: `{ "Ref": "PageTopicArn" }`. */
export type TemplateValue = JsonValue;

export interface TemplateResource {
  readonly Type: string;
  readonly DependsOn?: readonly string[];
  readonly Properties: Readonly<Record<string, TemplateValue>>;
}

export interface Template {
  readonly description: string;
  /** SAM's, or null. */
  readonly transform: string | null;
  readonly parameters: Readonly<Record<string, TemplateValue>>;
  /** In this order; `comment` is what to know about the resource, one paragraph, or "". */
  readonly resources: readonly {
    readonly id: string;
    readonly comment: string;
    readonly resource: TemplateResource;
  }[];
  readonly outputs: Readonly<Record<string, TemplateValue>>;
}
