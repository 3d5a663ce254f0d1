/** Whether a text can be a label's value: how a quote in one is escaped, AWS does not say. */
export function canBeLabelValue(text: string): boolean {
  return !/['\\\n\r]/.test(text);
}

/** The average of a metric for each combination of the grouped dimensions; values as `canBeLabelValue` has them. */
export function averageQuery({
  namespace,
  metric,
  where,
  groupBy,
}: {
  readonly namespace: string;
  readonly metric: string;
  readonly where: Readonly<Record<string, string>>;
  readonly groupBy: readonly string[];
}): string {
  const keys = [...Object.keys(where), ...groupBy];
  const conditions = Object.entries(where).map(([key, value]) => `"${key}" = '${value}'`);
  const groups = groupBy.map((key) => `"${key}"`).join(", ");
  return [
    `SELECT AVG("${metric}") FROM SCHEMA("${namespace}", ${keys.map((key) => `"${key}"`).join(", ")})`,
    `WHERE ${conditions.join(" AND ")}`,
    // An alarm on several series has to say in which order they come.
    `GROUP BY ${groups} ORDER BY AVG() DESC`,
  ].join(" ");
}
