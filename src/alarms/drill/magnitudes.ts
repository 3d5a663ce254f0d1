import type { Incident } from "../../simulate/incident.ts";

/** A magnitude in the incident's own unit, or as so many times the usual one. */
export interface AskedMagnitude {
  readonly value: number;
  readonly isTimes: boolean;
}

/** What is laid where nobody says: small enough to be overlooked, usual, and large. */
const USUAL: readonly AskedMagnitude[] = [0.25, 1, 4].map((value) => ({ value, isTimes: true }));

/**
 * The magnitudes to lay, ascending, each once. Times are of the way from the magnitude that changes nothing: twice a
 * slowdown by the factor 1.5 is the factor 2. Nothing beyond the most that the incident can be, and nothing that would
 * change nothing.
 */
export function magnitudesOf({ magnitude }: Incident, asked: readonly AskedMagnitude[]): number[] {
  const { nothing, most, default: usual } = magnitude;
  const wanted = (asked.length === 0 ? USUAL : asked).map(({ value, isTimes }) =>
    Math.min(most, isTimes ? nothing + value * (usual - nothing) : value),
  );
  // 1 + 0.25 * 0.5 and its like carry digits that nobody wrote.
  const rounded = wanted.map((value) => Number(value.toPrecision(12)));
  return [...new Set(rounded)].filter((value) => value > nothing).sort((left, right) => left - right);
}
