/**
 * A variable's value: the one given, else its default. A text from a command line becomes what the variable is: a number, a
 * boolean, or by way of JSON, as Terraform takes it, a list or a map. Undefined where there is neither.
 */
export function variableValue(
  variable: Readonly<Record<string, unknown>> | undefined,
  given: unknown,
): unknown {
  if (given === undefined) return variable?.["default"] ?? undefined;
  if (typeof given !== "string") return given;
  const type = variable?.["type"];
  const fallback = variable?.["default"];
  const isTyped = (name: string): boolean => type === `\${${name}}` || typeof fallback === name;
  if (isTyped("number") && given.trim() !== "" && Number.isFinite(Number(given))) return Number(given);
  if ((isTyped("bool") || isTyped("boolean")) && /^(?:true|false)$/.test(given)) return given === "true";
  if (typeof type !== "string" || !/^\$\{\s*(?:list|set|tuple|map|object)\b/.test(type)) return given;
  try {
    return JSON.parse(given);
  } catch {
    return given;
  }
}
