/**
 * Datapoints on an evenly spaced grid, as the evaluator holds them: `values[i]` counts only where `present[i]` is 1.
 * A gap is present = 0; the number below it means nothing and is never read.
 */
export interface Line {
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** The moments that a line's points belong to: point i begins at startMs + i * stepMs. */
export interface Grid {
  readonly startMs: number;
  /** From one point to the next. */
  readonly stepMs: number;
  readonly count: number;
  /** What one point covers; more than a step where windows overlap. */
  readonly periodSeconds: number;
}

export function emptyLine(count: number): Line {
  return { values: new Float64Array(count), present: new Uint8Array(count) };
}

/** Sets point `index`, or leaves a gap where the value is not a finite number (a division by zero, the log of 0). */
export function setPoint(line: Line, index: number, value: number): void {
  if (!Number.isFinite(value)) return;
  line.values[index] = value;
  line.present[index] = 1;
}

/** The value of a point that may be a gap. */
export function pointAt(line: Line, index: number): number | undefined {
  return line.present[index] === 1 ? line.values[index] : undefined;
}

/** The line that `make` gives point by point; undefined is a gap. */
export function lineOf(count: number, make: (index: number) => number | undefined): Line {
  const line = emptyLine(count);
  for (let index = 0; index < count; index += 1) {
    const value = make(index);
    if (value !== undefined) setPoint(line, index, value);
  }
  return line;
}
