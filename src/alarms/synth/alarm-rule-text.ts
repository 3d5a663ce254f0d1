/**
 * Alarm rules as text. Names are always quoted and operators always stand in parentheses, since CloudWatch's documents say
 * nothing of precedence.
 */
export function alarmTerm(name: string): string {
  return `ALARM("${name.replace(/["\\]/g, "\\$&")}")`;
}

export function anyOf(terms: readonly string[]): string {
  return joined(terms, " OR ");
}

export function allOf(terms: readonly string[]): string {
  return joined(terms, " AND ");
}

function joined(terms: readonly string[], operator: string): string {
  return terms.length === 1 ? (terms[0] ?? "FALSE") : `(${terms.join(operator)})`;
}
