import { compareText } from "../../core/order.ts";
import type { LogTop, LogTopDimension } from "../../model/log-slice.ts";
import type { LogSide } from "./log-sides.ts";

/** Requests of one text (a key, an address, a message) over all slices of a side. */
export type TextCount = Omit<LogTop, "dimension">;

/** By text, most requests first. */
export function topsOf(side: LogSide, dimension: LogTopDimension): TextCount[] {
  const byText = new Map<string, TextCount>();
  for (const { dimension: own, ...entry } of side.top) {
    if (own !== dimension || entry.text === "") continue;
    const known = byText.get(entry.text);
    byText.set(
      entry.text,
      known === undefined
        ? entry
        : {
            text: entry.text,
            requests: known.requests + entry.requests,
            error: known.error + entry.error,
            errors4xx: known.errors4xx + entry.errors4xx,
            errors5xx: known.errors5xx + entry.errors5xx,
            throttled: known.throttled + entry.throttled,
          },
    );
  }
  return [...byText.values()].sort(
    (left, right) => right.requests - left.requests || compareText(left.text, right.text),
  );
}
