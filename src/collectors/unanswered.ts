import type { BlindSpot } from "../model/snapshot.ts";
import type { MetricQuery } from "./account-reader.ts";

/** A query without a whole answer. */
export interface Unanswered {
  readonly query: MetricQuery;
  readonly code: string;
  readonly hint: string;
  /** True where asking once more may help. */
  readonly isWorthAsking: boolean;
}

/**
 * One blind spot for each target and reason; one for all targets together where every query failed alike.
 *
 * @param asked all queries, answered or not.
 */
export function unansweredBlindSpots(
  unanswered: readonly Unanswered[],
  asked: readonly MetricQuery[],
): BlindSpot[] {
  const [first] = unanswered;
  if (first === undefined) return [];
  const isEverything =
    unanswered.length === asked.length && unanswered.every(({ hint }) => hint === first.hint);
  if (isEverything) {
    const hint = `No metric could be read. ${first.hint}`;
    return [{ source: "metrics", target: null, code: first.code, hint }];
  }
  const askedOf = countBy(asked.map(({ target }) => target));
  const groups = new Map<string, Unanswered[]>();
  for (const one of unanswered) {
    const key = JSON.stringify([one.query.target, one.code, one.hint]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const { target } = one.query;
    const hint = `${group.length} of ${askedOf.get(target) ?? 0} series could not be read. ${one.hint}`;
    return [{ source: "metrics", target, code: one.code, hint }];
  });
}

function countBy(targets: readonly (string | null)[]): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const target of targets) counts.set(target, (counts.get(target) ?? 0) + 1);
  return counts;
}
