/** Twelve digits of "arn:aws:iam::123456789012:role/gatewatch"; null for what is no role's ARN. */
export function accountOfRole(roleArn: string | undefined): string | null {
  return /^arn:[^:]+:iam::(\d{12}):role\//.exec(roleArn ?? "")?.[1] ?? null;
}
