/**
 * A variable's value: the one given, else its default. A text from a command line that stands for a list or a map is read as
 * JSON, which is how Terraform takes it too. Undefined where there is neither.
 */
export function variableValue(
  variable: Readonly<Record<string, unknown>> | undefined,
  given: unknown,
): unknown {
  if (given === undefined) return variable?.["default"] ?? undefined;
  if (typeof given !== "string") return given;
  const type = variable?.["type"];
  if (typeof type !== "string" || !/^\$\{\s*(?:list|set|tuple|map|object)\b/.test(type)) return given;
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}
