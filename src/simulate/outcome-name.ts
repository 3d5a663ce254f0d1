import type { Outcome } from "./behaviour.ts";

/** The same text for outcomes that differ in nothing but their share. */
export function outcomeName(outcome: Outcome): string {
  return JSON.stringify({ ...outcome, share: 0 });
}
