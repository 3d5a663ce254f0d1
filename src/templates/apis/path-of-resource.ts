import type { Template } from "../cloudformation/template.ts";
import { functionOf } from "../cloudformation/function-of.ts";
import { referenceOf } from "./reference-of.ts";

/** Deeper than any API's paths; a longer chain is a circle. */
const DEEPEST = 50;

/** "/orders/{id}" of a chain of AWS::ApiGateway::Resource up to the API's root; undefined where it cannot be told. */
export function pathOfResource(resourceId: unknown, { resources }: Template): string | undefined {
  const parts: string[] = [];
  let current = resourceId;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const id = referenceOf(current);
    if (id === null) return undefined;
    if (
      functionOf(current)?.name === "Fn::GetAtt" &&
      resources.get(id)?.type !== "AWS::ApiGateway::Resource"
    ) {
      return `/${parts.join("/")}`;
    }
    const { PathPart: part, ParentId: parent } = resources.get(id)?.properties ?? {};
    if (typeof part !== "string") return undefined;
    parts.unshift(part);
    current = parent;
  }
  return undefined;
}
