import { dispersionBefore } from "./attribution/dispersion-before.ts";
import { toRateTable, type Rate, type RateRow, type RateTable } from "./attribution/rate-table.ts";
import { isInside, scanCuboids, sumsOf, type Cuboid } from "./attribution/scan-cuboids.ts";
import { lowerTailNats } from "./stats/negative-binomial.ts";
import { restLift, riseNats, totalExcess, usualShare, type Sums } from "./attribution/score-rise.ts";

export type { RateRow };

/** A place where the share of errors rose: the values of one to three attributes. */
export interface RateExplanation {
  readonly where: readonly { readonly attribute: string; readonly value: string }[];
  readonly before: Rate;
  readonly now: Rate;
  /** Errors now beyond those that were usual there. */
  readonly excess: number;
  /** Their part of all errors beyond the usual, 0..1. */
  readonly excessShare: number;
  /** How often such an explanation was the right one in the cases of the tuning seeds, 0..1. */
  readonly confidence: number;
}

export interface RateAttribution {
  readonly before: Rate;
  readonly now: Rate;
  /**
   * Places that rose by more than the rest did, each without the requests of those before it: one where one place explains the
   * rise. Empty where nothing stands out: a rise that all share, or too few errors to tell.
   */
  readonly causes: readonly RateExplanation[];
  /** Explanations of the whole by themselves, best first, at most three, also where none stands out. */
  readonly ranked: readonly RateExplanation[];
}

const MOST_CAUSES = 3;
/** Nats of a rise that is no chance among thousands of places: e^-14 for each look. */
const SURE_NATS = 14;
/** A place that rose by less than this beyond the rest is not the place. */
const LEAST_LIFT = 1.3;
const LEAST_ERRORS = 3;
/** Nats by which the rest must show that it did not rise alike: a place that is nearly all there is, is none. */
const SPARED_NATS = 3;
/** Of the errors beyond the usual: a smaller part is nobody's explanation of the rise. */
const LEAST_SHARE = 0.1;
/** Of the tuning cases 63 % were right where the two best were within 5 % of each other, 91 % where the best was a quarter ahead. */
const HIGHEST_CONFIDENCE = 0.92;
const LEAD = 0.32;
const LEAD_SCALE = 0.12;

/**
 * Says by which values of its attributes a rise of an error share is explained. See score-rise.ts for the method.
 *
 * Edge cases: no rows, no attributes or no errors give no explanation; without a time before, a place is compared
 * with the overall share. Attributes that tell the outcome itself (a status) explain nothing and must not be among them.
 */
export function attributeRate(attributes: readonly string[], rows: readonly RateRow[]): RateAttribution {
  const table = toRateTable(attributes.length, rows);
  const isOut = new Uint8Array(table.leaves);
  const whole = sumsOf(table, isOut);
  const explain = (cuboids: readonly Cuboid[], rank: number): RateExplanation[] =>
    cuboids.slice(rank, rank + 1).map((cuboid) => ({
      ...explanation(attributes, table, whole, cuboid),
      confidence: confidenceAt(cuboids, rank),
    }));
  const found = withoutTwins(scanCuboids(table, isOut));
  const causes: RateExplanation[] = [];
  let left = found;
  let [best] = left;
  let rest = whole;
  while (best !== undefined && causes.length < MOST_CAUSES && standsOut(table, isOut, best, rest, whole)) {
    causes.push(...explain(left, 0));
    for (let leaf = 0; leaf < table.leaves; leaf += 1) if (isInside(table, leaf, best)) isOut[leaf] = 1;
    rest = sumsOf(table, isOut);
    left = withoutTwins(scanCuboids(table, isOut));
    [best] = left;
  }
  return {
    before: { errors: whole.beforeErrors, total: whole.beforeTotal },
    now: { errors: whole.nowErrors, total: whole.nowTotal },
    causes,
    ranked: [0, 1, 2].flatMap((rank) => explain(found, rank)),
  };
}

/** Whether it rose beyond the rest by more than chance, and than it varied by before. */
function standsOut(table: RateTable, isOut: Uint8Array, cuboid: Cuboid, rest: Sums, whole: Sums): boolean {
  const usual = usualShare(cuboid, rest) * restLift(cuboid, rest);
  const excess = cuboid.nowErrors - usual * cuboid.nowTotal;
  return (
    cuboid.nowErrors >= LEAST_ERRORS &&
    cuboid.nowErrors >= LEAST_LIFT * usual * cuboid.nowTotal &&
    excess >= LEAST_SHARE * totalExcess(whole) &&
    sparedNats(cuboid, rest) >= SPARED_NATS &&
    riseNats(cuboid, rest) >= SURE_NATS * dispersionBefore(table, isOut, cuboid)
  );
}

/** Nats against the rest having risen by the same factor as the place. */
function sparedNats(cuboid: Cuboid, rest: Sums): number {
  const lift = cuboid.nowErrors / Math.max(1e-9, usualShare(cuboid, rest) * cuboid.nowTotal);
  const total = rest.nowTotal - cuboid.nowTotal;
  const usual = (rest.beforeErrors - cuboid.beforeErrors + 0.5) / (rest.beforeTotal - cuboid.beforeTotal + 1);
  const expected = total * Math.min(1, usual * lift);
  return lowerTailNats(rest.nowErrors - cuboid.nowErrors, expected, Infinity);
}

/** Of places that hold the same requests the first stays: it has the fewest attributes. */
function withoutTwins(cuboids: readonly Cuboid[]): Cuboid[] {
  const seen = new Set<string>();
  return cuboids.filter(({ beforeErrors, beforeTotal, nowErrors, nowTotal }) => {
    const requests = `${beforeErrors} ${beforeTotal} ${nowErrors} ${nowTotal}`;
    return !seen.has(requests) && seen.add(requests);
  });
}

/** The further the best is ahead of the next the surer; the others share what is left in proportion to their scores. */
function confidenceAt(cuboids: readonly Cuboid[], rank: number): number {
  const [best, next] = cuboids;
  const ahead = 1 - (next?.score ?? 0) / (best?.score ?? 1);
  const ofBest = HIGHEST_CONFIDENCE - LEAD * Math.exp(-ahead / LEAD_SCALE);
  if (rank === 0) return ofBest;
  const others = cuboids.slice(1).reduce((sum, { score }) => sum + score, 0);
  return ((1 - ofBest) * (cuboids[rank]?.score ?? 0)) / others;
}

function explanation(
  attributes: readonly string[],
  table: RateTable,
  whole: Sums,
  cuboid: Cuboid,
): Omit<RateExplanation, "confidence"> {
  const excess = Math.max(0, cuboid.nowErrors - usualShare(cuboid, whole) * cuboid.nowTotal);
  return {
    where: cuboid.attributes.map((attribute, place) => ({
      attribute: attributes[attribute] ?? "",
      value: table.names[attribute]?.[cuboid.codes[place] ?? 0] ?? "",
    })),
    before: { errors: cuboid.beforeErrors, total: cuboid.beforeTotal },
    now: { errors: cuboid.nowErrors, total: cuboid.nowTotal },
    excess,
    excessShare: Math.min(1, excess / totalExcess(whole)),
  };
}
