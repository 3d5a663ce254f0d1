import { textOf } from "./text-of.ts";

/**
 * A parameter's value: the one given, else its default. Undefined where there is neither, and for parameters whose value is
 * the name of another place that holds it.
 */
export function parameterValue(
  parameter: Readonly<Record<string, unknown>>,
  given: string | undefined,
): unknown {
  const { Type: type, Default: fallback } = parameter;
  const value = given ?? fallback;
  if (typeof type !== "string" || value === undefined || value === null) return value ?? undefined;
  if (type.startsWith("AWS::SSM::Parameter::")) return undefined;
  const isList = type === "CommaDelimitedList" || type.startsWith("List<");
  return isList && !Array.isArray(value)
    ? textOf(value)
        .split(",")
        .map((item) => item.trim())
    : value;
}
