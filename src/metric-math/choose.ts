import { lineOf, pointAt, type Line } from "./line.ts";

/**
 * IF with a series as its condition, moment by moment: any value but 0 is true. A moment that the condition does not
 * have is dropped; so is one that is false and that `otherwise` does not have; one that is true and that `then` does
 * not have is 0.
 *
 * Source: CloudWatch User Guide, "Using IF expressions", tables.
 */
export function choose(condition: Line, then: Line | number, otherwise: Line | number | undefined): Line {
  return lineOf(condition.values.length, (index) => {
    const decides = pointAt(condition, index);
    if (decides === undefined) return undefined;
    if (decides !== 0) return typeof then === "number" ? then : (pointAt(then, index) ?? 0);
    return typeof otherwise === "object" ? pointAt(otherwise, index) : otherwise;
  });
}
