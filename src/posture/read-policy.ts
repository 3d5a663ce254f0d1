/** One statement of a resource policy, as far as it says who may call. */
export interface PolicyStatement {
  readonly isAllow: boolean;
  readonly isEverybody: boolean;
  readonly hasCondition: boolean;
}

/**
 * A resource policy by its statements; null where there is none, undefined where nobody knows or it cannot be read.
 *
 * Edge cases: API Gateway hands it over with its quotes escaped; a template may hold it as an object, already as text here.
 */
export function readPolicy(policy: string | null | undefined): readonly PolicyStatement[] | null | undefined {
  if (policy === undefined || policy === null) return policy;
  if (policy.trim() === "") return null;
  for (const text of [policy, policy.replaceAll('\\"', '"')]) {
    try {
      const parsed: unknown = JSON.parse(text);
      return statementsOf(parsed);
    } catch {
      // The next form.
    }
  }
  return undefined;
}

/** True where somebody is kept out: a deny, or nobody is allowed without a condition or a name. */
export function isRestricting(statements: readonly PolicyStatement[]): boolean {
  if (statements.some(({ isAllow, hasCondition }) => !isAllow && hasCondition)) return true;
  return !statements.some(isWideOpen);
}

/** Everybody may, without a condition. */
export function isWideOpen({ isAllow, isEverybody, hasCondition }: PolicyStatement): boolean {
  return isAllow && isEverybody && !hasCondition;
}

function statementsOf(policy: unknown): readonly PolicyStatement[] {
  const { Statement: statements } = record(policy);
  return [statements].flat().map((statement): PolicyStatement => {
    const { Effect: effect, Principal: principal, Condition: condition } = record(statement);
    const { AWS: aws } = record(principal);
    return {
      isAllow: effect === "Allow",
      isEverybody: [principal, aws].flat().includes("*"),
      hasCondition: Object.keys(record(condition)).length > 0,
    };
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
