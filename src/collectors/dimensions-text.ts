import { compareText } from "../core/order.ts";

/** One text for one dimension set, whatever the order of its names. */
export function dimensionsText(dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(dimensions).sort(([left], [right]) => compareText(left, right)));
}
