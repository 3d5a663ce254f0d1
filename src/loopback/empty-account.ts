import type { Account } from "../simulate/account.ts";

/** A region in which nothing exists, of the same account as `sibling`. */
export function emptyAccount(region: string, sibling: Account | undefined): Account {
  return {
    accountId: sibling?.accountId ?? "000000000000",
    region,
    nowMs: sibling?.nowMs ?? 0,
    targets: [],
    metrics: () => [],
    query: () => [],
    logGroups: () => [],
    logEvents: () => [],
    traces: () => [],
  };
}
