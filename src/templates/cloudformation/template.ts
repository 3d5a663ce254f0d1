import { isRecord, recordOf } from "../../core/is-record.ts";
import type { SourceDocument } from "../document/document.ts";

type Members = Readonly<Record<string, unknown>>;

export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  /** As written; functions are in their long form. */
  readonly properties: Members;
  readonly metadata: Members;
  /** Name of the condition that it stands under. */
  readonly condition: string | null;
}

/** A CloudFormation or SAM template by its sections, none of it resolved. */
export interface Template {
  readonly document: SourceDocument;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly parameters: Members;
  readonly mappings: Members;
  readonly conditions: Members;
}

/** Resources without a type are none; what is to be said of them, its reader says. Does not throw. */
export function toTemplate(document: SourceDocument): Template {
  const sections = recordOf(document.value);
  const resources = new Map<string, TemplateResource>();
  for (const [id, found] of Object.entries(recordOf(sections["Resources"]))) {
    if (!isRecord(found) || typeof found["Type"] !== "string") continue;
    const { Type: type, Condition: condition } = found;
    resources.set(id, {
      id,
      type,
      properties: recordOf(found["Properties"]),
      metadata: recordOf(found["Metadata"]),
      condition: typeof condition === "string" ? condition : null,
    });
  }
  return {
    document,
    resources,
    parameters: recordOf(sections["Parameters"]),
    mappings: recordOf(sections["Mappings"]),
    conditions: recordOf(sections["Conditions"]),
  };
}
