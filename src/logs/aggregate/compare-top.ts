import { compareText } from "../../core/order.ts";
import type { TopEntry } from "./aggregates.ts";

/** Most requests first; ties by text. */
export function compareTop(left: TopEntry, right: TopEntry): number {
  return right.requests - left.requests || compareText(left.text, right.text);
}
