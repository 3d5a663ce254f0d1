import { functionOf } from "../cloudformation/function-of.ts";

/**
 * The logical id that a property means: `!Ref Api`, `!Sub "${Api}"`, `!GetAtt Api.RestApiId`. Null for everything else, such as
 * a parameter's value put together.
 */
export function referenceOf(value: unknown): string | null {
  const called = functionOf(value);
  if (called === null) return null;
  const { name, argument } = called;
  if (name === "Ref") return typeof argument === "string" ? argument : null;
  if (name === "Fn::Sub") {
    return typeof argument === "string" ? (/^\$\{([A-Za-z0-9]+)\}$/.exec(argument)?.[1] ?? null) : null;
  }
  if (name !== "Fn::GetAtt") return null;
  const [id] = Array.isArray(argument) ? (argument as readonly unknown[]) : String(argument).split(".");
  return typeof id === "string" ? id : null;
}
