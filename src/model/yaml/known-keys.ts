import { z } from "zod";

/** The keys that an object schema knows at a path of a value; none where the path leads to no object. */
export function knownKeys(schema: unknown, path: readonly PropertyKey[]): string[] {
  let current = bare(schema);
  for (const step of path) {
    if (current instanceof z.ZodObject) current = bare(current.shape[String(step)]);
    else if (current instanceof z.ZodArray) current = bare(current.element);
    else if (current instanceof z.ZodRecord) current = bare(current.valueType);
    else return [];
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : [];
}

function bare(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? bare(schema.unwrap()) : schema;
}
