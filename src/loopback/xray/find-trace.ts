import { TRACE_RETENTION_MS } from "../../catalog/answer-limits.ts";
import { hashText } from "../../core/hash.ts";
import { SECOND_MS } from "../../core/window.ts";
import type { Account, Trace } from "../../simulate/account.ts";
import type { JsonObject } from "../operation.ts";
import { stableId } from "../stable-id.ts";

/** Transaction Search's own rule. Source: CloudWatch User Guide, CloudWatch-Transaction-Search.html. */
const INDEXED_SHARE = 0.01;

/** Whether X-Ray itself knows of a trace: of an account with Transaction Search only a few. */
export function isIndexed(account: Account, id: string): boolean {
  return account.isTransactionSearch !== true || hashText(`indexed ${id}`) / 2 ** 32 < INDEXED_SHARE;
}

/**
 * A trace by its id, which holds the second in which its first request arrived, by that service's clock. Undefined where it is not
 * there: of an account with Transaction Search most are in its log group alone, where only a retrieval finds them.
 */
export function findTrace(
  account: Account,
  nowMs: number,
  id: string,
  { isRetrieval = false }: { readonly isRetrieval?: boolean } = {},
): Trace | undefined {
  const secondMs = Number.parseInt(id.slice(2, 10), 16) * SECOND_MS;
  if (!(secondMs >= nowMs - TRACE_RETENTION_MS)) return undefined;
  if (!isRetrieval && !isIndexed(account, id)) return undefined;
  const window = { startMs: secondMs - SECOND_MS, endMs: secondMs + 2 * SECOND_MS };
  for (const trace of account.traces(window)) if (trace.id === id) return trace;
  return undefined;
}

/** Segment documents as text, each with its id. */
export function toDocuments({ id, segments }: Trace): JsonObject[] {
  return segments.map((segment, index) => ({
    Id: typeof segment["id"] === "string" ? segment["id"] : stableId(`${id}/${index}`, 16),
    Document: JSON.stringify(segment),
  }));
}
