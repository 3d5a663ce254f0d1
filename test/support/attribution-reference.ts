import type { RateRow } from "../../src/core/attribute-rate.ts";

interface Sum {
  errors: number;
  total: number;
}

/** One combination of values with its score, by the words of score-rise.ts and nothing of its code. */
export interface ReferencePlace {
  readonly where: ReadonlyMap<number, string>;
  readonly score: number;
}

/** Every place that the rows name, scored by filtering all rows anew for each: slow, and plain. */
export function referencePlaces(attributes: number, rows: readonly RateRow[]): ReferencePlace[] {
  const places = new Map<string, Map<number, string>>();
  for (const { values, total } of rows) {
    if (total === 0) continue;
    for (let mask = 1; mask < 2 ** attributes; mask += 1) {
      const chosen = values.flatMap((value, at): [number, string | null][] =>
        (mask >> at) % 2 === 1 ? [[at, value]] : [],
      );
      const named = chosen.filter((pair): pair is [number, string] => pair[1] !== null);
      if (chosen.length <= 3 && named.length === chosen.length) {
        places.set(JSON.stringify(named), new Map(named));
      }
    }
  }
  const sum = (isNow: boolean, isWanted: (row: RateRow) => boolean): Sum => {
    const own = rows.filter((row) => row.isNow === isNow && isWanted(row));
    return {
      errors: own.reduce((all, { errors }) => all + errors, 0),
      total: own.reduce((all, { total }) => all + total, 0),
    };
  };
  const always = (): boolean => true;
  const allBefore = sum(false, always);
  const allNow = sum(true, always);
  const reference = allBefore.total === 0 ? allNow : allBefore;
  const overall = (reference.errors + 0.5) / (reference.total + 1);
  const usualErrors = allBefore.total === 0 ? 0 : allNow.total * overall;
  return [...places.values()].map((where) => {
    const isInside = (row: RateRow): boolean => [...where].every(([at, value]) => row.values[at] === value);
    const before = sum(false, isInside);
    const now = sum(true, isInside);
    const outBefore = sum(false, (row) => !isInside(row));
    const outNow = sum(true, (row) => !isInside(row));
    const lift = Math.max(
      1,
      (outNow.errors + 1) / (outNow.total + 1) / ((outBefore.errors + 1) / (outBefore.total + 1)),
    );
    const usual = (before.errors + 1_000 * overall) / (before.total + 1_000);
    const share = Math.min(0.999, usual * lift ** 0.8);
    const observed = now.errors / now.total;
    if (!(observed > share) || now.total === allNow.total) return { where, score: 0 };
    const term = (p: number, q: number): number => (p === 0 ? 0 : p * Math.log(p / q));
    const nats = now.total * (term(observed, share) + term(1 - observed, 1 - share));
    const excess = (now.errors - usual * now.total) / Math.max(1e-6, allNow.errors - usualErrors);
    return { where, score: nats * Math.sqrt(Math.min(1, excess)) * (1 - 0.03 * (where.size - 1)) };
  });
}
