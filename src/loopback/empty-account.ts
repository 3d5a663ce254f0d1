import type { Account } from "../simulate/account.ts";

/** A region in which nothing exists; of the same account as `sibling` where no other is named. */
export function emptyAccount(
  region: string,
  sibling: Account | undefined,
  accountId = sibling?.accountId,
): Account {
  return {
    accountId: accountId ?? "000000000000",
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
