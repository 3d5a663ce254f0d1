/** One statement of a resource policy, as far as it says who may call. */
export interface PolicyStatement {
  readonly isAllow: boolean;
  readonly isEverybody: boolean;
  readonly hasCondition: boolean;
  /** Its conditions are met by everybody but those that they name ("NotIpAddress"). */
  readonly isAllBut: boolean;
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

/**
 * True where only those may call who are named: all others are denied, or nobody is allowed without a condition or a name. To deny some
 * (addresses, requests without TLS) restricts nobody else.
 */
export function isRestricting(statements: readonly PolicyStatement[]): boolean {
  if (statements.some(({ isAllow, isAllBut }) => !isAllow && isAllBut)) return true;
  return !statements.some(isWideOpen);
}

/** Everybody may, without a condition. */
export function isWideOpen({ isAllow, isEverybody, hasCondition }: PolicyStatement): boolean {
  return isAllow && isEverybody && !hasCondition;
}

function statementsOf(policy: unknown): readonly PolicyStatement[] {
  const { Statement: statements } = record(policy);
  return [statements].flat().map((statement): PolicyStatement => {
    const {
      Effect: effect,
      Principal: principal,
      NotPrincipal: notPrincipal,
      Condition: condition,
    } = record(statement);
    const { AWS: aws } = record(principal);
    return {
      isAllow: effect === "Allow",
      isEverybody: [principal, aws].flat().includes("*"),
      hasCondition: Object.keys(record(condition)).length > 0,
      isAllBut: isNegated(record(condition), notPrincipal),
    };
  });
}

/**
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators": conditions of one statement must all be met; Null with true is met
 * by requests without the key.
 */
function isNegated(condition: Readonly<Record<string, unknown>>, notPrincipal: unknown): boolean {
  const operators = Object.entries(condition);
  if (operators.length === 0) return notPrincipal !== undefined;
  return operators.every(([operator, keys]) =>
    operator === "Null"
      ? Object.values(record(keys)).every((value) => String(value) === "true")
      : operator.includes("Not"),
  );
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
