/**
 * The same value with every text in Unicode's composed form (NFC), since Terraform keeps no other and all dialects are to say
 * the same. Properties that are undefined are left out, and -0 is 0: JSON knows neither.
 */
export function composeTexts<Value>(value: Value): Value;
export function composeTexts(value: unknown): unknown {
  if (typeof value === "string") return value.normalize();
  if (Array.isArray(value)) return value.map((item: unknown) => composeTexts(item));
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      inner === undefined ? [] : [[key.normalize(), composeTexts(inner)]],
    ),
  );
}
