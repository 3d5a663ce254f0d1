import type { RequestFacts } from "./request-facts.ts";

const INTERNAL = /^(?:https?:\/\/)?([a-z0-9-]+)\.internal(?:[:/]|$)/;

/** "orders" of https://orders.internal/v1: what is in the owner's own network is theirs, and sends segments. Null: it does not. */
export function serviceNameOf({ route }: RequestFacts): string | null {
  return INTERNAL.exec(route?.integrationTarget ?? "")?.[1] ?? null;
}
