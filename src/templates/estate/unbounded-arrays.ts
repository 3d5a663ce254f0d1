import { listOf, recordOf } from "../../core/is-record.ts";
import type { OpenapiOperation } from "./openapi-operations.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * Arrays in what a caller sends that have no maxItems: "POST /orders body.lines". What an operation answers is not looked at.
 *
 * Edge cases: references are followed within the document, each once for an operation, so one that leads back to itself ends; one
 * that leads elsewhere is not followed.
 */
export function unboundedArrays({ key, item, operation }: OpenapiOperation, root: Members): string[] {
  // What is bounded where it is one part of several may be unbounded where it stands alone.
  const seen = { bounded: new Set<unknown>(), unbounded: new Set<unknown>() };
  const isLimited = limitFinder(root);
  const found: string[] = [];
  const walk = (schema: unknown, place: string, isPartOfLimited = false): void => {
    const own = resolved(schema, root);
    const isBounded = isPartOfLimited || isLimited(own);
    const before = isBounded ? seen.bounded : seen.unbounded;
    if (Object.keys(own).length === 0 || before.has(own)) return;
    before.add(own);
    if (isArray(own) && !isBounded) found.push(`${key} ${place}`);
    walk(own["items"], `${place}[]`);
    walk(own["additionalProperties"], `${place}.*`);
    for (const [name, property] of Object.entries(recordOf(own["properties"])))
      walk(property, `${place}.${name}`);
    for (const member of ["allOf", "anyOf", "oneOf"])
      for (const part of listOf(own[member])) walk(part, place, isBounded);
  };
  for (const one of [...listOf(item["parameters"]), ...listOf(operation["parameters"])]) {
    const parameter = resolved(one, root);
    const name = parameter["in"] === "body" ? "body" : String(parameter["name"]);
    // Swagger 2 writes a parameter's type beside its name; of a body, and in OpenAPI 3, it stands in a schema.
    walk("schema" in parameter ? parameter["schema"] : parameter, name);
  }
  for (const media of Object.values(recordOf(resolved(operation["requestBody"], root)["content"])))
    walk(recordOf(media)["schema"], "body");
  return [...new Set(found)];
}

/** Whether a schema says how many items an array may have: itself, in one of the parts that all hold, or in each of those of which one does. */
function limitFinder(root: Members): (own: Members) => boolean {
  const known = new Map<Members, boolean>();
  const isLimited = (own: Members): boolean => {
    const before = known.get(own);
    if (before !== undefined) return before;
    // What leads back to itself says nothing more.
    known.set(own, false);
    const partsOf = (member: string) => listOf(own[member]).map((part) => resolved(part, root));
    const found =
      typeof own["maxItems"] === "number" ||
      partsOf("allOf").some(isLimited) ||
      ["anyOf", "oneOf"].map(partsOf).some((parts) => parts.length > 0 && parts.every(isLimited));
    known.set(own, found);
    return found;
  };
  return isLimited;
}

function isArray({ type }: Members): boolean {
  return type === "array" || listOf(type).includes("array");
}

/** What a reference within the document means; anything else is itself. Empty where it leads nowhere, or only to references. */
function resolved(value: unknown, root: Members): Members {
  let own = recordOf(value);
  for (let step = 0; step < 16; step += 1) {
    const { $ref: reference } = own;
    if (typeof reference !== "string") return own;
    if (!reference.startsWith("#/")) return {};
    own = recordOf(
      reference
        .slice(2)
        .split("/")
        .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
        .reduce<unknown>(
          (inner, part) => (Object.hasOwn(recordOf(inner), part) ? recordOf(inner)[part] : {}),
          root,
        ),
    );
  }
  return {};
}
