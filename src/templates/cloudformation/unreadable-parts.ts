import { HARMLESS_TRANSFORMS } from "../../catalog/template-references.ts";
import { isRecord, recordOf } from "../../core/is-record.ts";
import { functionText } from "./function-text.ts";
import type { Template } from "./template.ts";

export interface TemplatePart {
  readonly id: string;
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Parts of a template that CloudFormation replaces by others before it creates anything: loops, macros and included files.
 * What they make cannot be told from the template, so it is said and never guessed.
 */
export function unreadableParts({ document, resources }: Template): TemplatePart[] {
  const sections = recordOf(document.value);
  const parts: TemplatePart[] = [];
  for (const transform of [sections["Transform"] ?? []].flat()) {
    const name = isRecord(transform) ? transform["Name"] : transform;
    if (typeof name !== "string" || HARMLESS_TRANSFORMS.some((known) => known.test(name))) continue;
    const message = `the macro ${name} may add alarms or change them; what it does is not known here`;
    parts.push({ id: name, path: ["Transform"], message });
  }
  for (const [name, value] of Object.entries(recordOf(sections["Resources"]))) {
    if (name.startsWith("Fn::ForEach::")) {
      if (!holdsAlarm(value)) continue;
      const message =
        "alarms in a loop (Fn::ForEach) are not read; the deployed ones can be, or write them out";
      parts.push({ id: name, path: ["Resources", name], message });
    } else if (name === "Fn::Transform") {
      const message = `what ${functionText({ [name]: value })} puts here is not read`;
      parts.push({ id: name, path: ["Resources", name], message });
    }
  }
  for (const { id, type, properties } of resources.values()) {
    if (!type.startsWith("AWS::CloudWatch::")) continue;
    const inner = Object.keys(properties).find((name) => name === "Fn::Transform");
    if (inner === undefined) continue;
    const message = `what ${functionText({ [inner]: properties[inner] })} puts into it is not read`;
    parts.push({ id, path: ["Resources", id], message });
  }
  return parts;
}

function holdsAlarm(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsAlarm);
  if (!isRecord(value)) return false;
  const { Type: type } = value;
  const isAlarm = typeof type === "string" && /^AWS::CloudWatch::(?:Composite)?Alarm$/.test(type);
  return isAlarm || Object.values(value).some(holdsAlarm);
}
