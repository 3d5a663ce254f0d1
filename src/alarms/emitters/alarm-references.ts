const KEYWORDS = new Set([
  "ALARM",
  "OK",
  "INSUFFICIENT_DATA",
  "AND",
  "OR",
  "NOT",
  "AT_LEAST",
  "TRUE",
  "FALSE",
]);

/**
 * What the rule of a composite alarm refers to, by name, in order: quoted ("a \"b\""), bare, or the end of an alarm's ARN. For
 * ordering only: it never refuses a rule, and of one with a mistake it tells what it can.
 *
 * Source: CloudWatch User Guide, "Create a composite alarm", the rule expression's syntax.
 */
export function alarmReferences(rule: string): string[] {
  const references: string[] = [];
  for (const [token, quoted] of rule.matchAll(/"((?:[^"\\]|\\.)*)"|[^\s(),"]+/g)) {
    if (quoted === undefined && KEYWORDS.has(token)) continue;
    references.push(nameOfReference(quoted === undefined ? token : quoted.replaceAll(/\\(.)/g, "$1")));
  }
  return references;
}

/** The name in an alarm's ARN, or the text itself where it is none. */
export function nameOfReference(reference: string): string {
  return /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/s.exec(reference)?.[1] ?? reference;
}
