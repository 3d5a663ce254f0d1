const BARE_VARIABLE = /:(\s*)(\$context\.[A-Za-z0-9_.-]+)/g;

/**
 * Where a JSON access log holds a variable, as a filter pattern selects it: `$.errorResponseType`,
 * `$.error.["response-type"]`. Undefined where the Format is not JSON or has no value that is the variable alone.
 *
 * Source: CloudWatch Logs User Guide, "Filter pattern syntax for metric filters", property selectors (2026).
 */
export function logKeyPath(format: string, variable: string): string | undefined {
  let parsed: unknown;
  try {
    // A number's variable may stand without quotes, which is JSON only once it is filled in.
    parsed = JSON.parse(format.replace(BARE_VARIABLE, ':$1"$2"'));
  } catch {
    return undefined;
  }
  const path = pathTo(parsed, `$context.${variable}`);
  return path && `$${path.map((key) => (/^[A-Za-z0-9_]+$/.test(key) ? `.${key}` : `.["${key}"]`)).join("")}`;
}

function pathTo(value: unknown, wanted: string): readonly string[] | undefined {
  if (value === wanted) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const rest = key.includes('"') ? undefined : pathTo(inner, wanted);
    if (rest) return [key, ...rest];
  }
  return undefined;
}
