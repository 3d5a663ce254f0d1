import type { Estate } from "../model/estate.ts";

/**
 * What tells estates apart in ids, in their order: account and Region, and of a template its file. Empty where one place alone is
 * looked at.
 */
export function estateScopes(estates: readonly Estate[]): readonly string[] {
  const scopes = estates.map(({ origin, file, accountId, region }) =>
    origin === "template" ? (file ?? "") : [accountId, region].filter(Boolean).join("/"),
  );
  return new Set(scopes).size > 1 ? scopes : scopes.map(() => "");
}
