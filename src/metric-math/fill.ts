import { emptyLine, lineOf, pointAt, setPoint, type Line } from "./line.ts";

/** Gaps get the last value before them; those before the first point stay. */
export function fillRepeat(line: Line): Line {
  let last: number | undefined;
  return lineOf(line.values.length, (index) => {
    last = pointAt(line, index) ?? last;
    return last;
  });
}

/** Gaps get the straight line between the points around them; those at either end stay. */
export function fillLinear(line: Line): Line {
  const filled = emptyLine(line.values.length);
  let before = -1;
  for (let index = 0; index < line.values.length; index += 1) {
    const value = pointAt(line, index);
    if (value === undefined) continue;
    setPoint(filled, index, value);
    const from = before === -1 ? value : (pointAt(line, before) ?? value);
    for (let gap = before === -1 ? index : before + 1; gap < index; gap += 1) {
      setPoint(filled, gap, from + ((value - from) * (gap - before)) / (index - before));
    }
    before = index;
  }
  return filled;
}

/** Gaps get a number, or what the other line has there. */
export function fillWith(line: Line, filler: number | Line): Line {
  return lineOf(
    line.values.length,
    (index) => pointAt(line, index) ?? (typeof filler === "number" ? filler : pointAt(filler, index)),
  );
}
