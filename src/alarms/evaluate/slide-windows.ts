/**
 * A statistic over every window of `width` neighbouring points, in linear time and without ever subtracting: a running
 * sum that takes away what leaves it keeps a rounding error, and an alarm on "> 0" would go off for it.
 *
 *     points   a b c | d e f | g        blocks of `width`
 *     from the left:  a ab abc | d de def | ...      from the right:  abc bc c | def ef f | ...
 *     the window b c d = (b c from the right) + (d from the left)
 *
 * Source: van Herk, 1992, "A fast algorithm for local minimum and maximum filters"; any associative operation will do.
 */
import { emptyLine, type Line } from "../../metric-math/line.ts";

export type Merge = (left: number, right: number) => number;

/**
 * Point i of the result is the merge of points [i, i + width): `width - 1` fewer points than there were.
 * A window without any point is a gap; gaps within a window count for nothing.
 */
export function slideWindows(line: Line, width: number, merge: Merge): Line {
  if (width === 1) return line;
  const count = line.values.length;
  const fromLeft = emptyLine(count);
  const fromRight = emptyLine(count);
  for (let index = 0; index < count; index += 1) {
    carry(line, fromLeft, index, index % width === 0 ? -1 : index - 1, merge);
  }
  for (let index = count - 1; index >= 0; index -= 1) {
    const isLastOfBlock = index % width === width - 1 || index === count - 1;
    carry(line, fromRight, index, isLastOfBlock ? -1 : index + 1, merge);
  }
  const result = emptyLine(Math.max(0, count - width + 1));
  for (let index = 0; index < result.values.length; index += 1) {
    const end = index + width - 1;
    copy(fromRight, index, result, index);
    // A window that is a whole block is already complete.
    if (index % width !== 0) carry(result, result, index, -1, merge, fromLeft, end);
  }
  return result;
}

/** into[index] = line[index] merged with another[other], of which either may be a gap. */
function carry(
  line: Line,
  into: Line,
  index: number,
  other: number,
  merge: Merge,
  another: Line = into,
  at = other,
): void {
  const isHere = line.present[index] === 1;
  const isThere = at >= 0 && another.present[at] === 1;
  if (!isHere && !isThere) return;
  const here = line.values[index] ?? 0;
  const there = another.values[at] ?? 0;
  into.present[index] = 1;
  into.values[index] = isHere && isThere ? merge(here, there) : isHere ? here : there;
}

function copy(from: Line, at: number, into: Line, index: number): void {
  into.present[index] = from.present[at] ?? 0;
  into.values[index] = from.values[at] ?? 0;
}
