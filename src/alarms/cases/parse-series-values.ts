/**
 * Values of a series in the compact notation that rule tests of Prometheus made known, one item a datapoint or several:
 *
 *     5          one datapoint               _        one gap
 *     5x3        5 and three more of it      _x3      three gaps
 *     5+1x3      5 6 7 8                     5-2x3    5 3 1 -1
 *
 * So "x3" behind a number means four datapoints, and behind a gap three gaps: a gap has nothing to count on from.
 *
 * Source: Prometheus documentation, "Unit testing for rules", series notation (2026).
 */
export interface NotationProblem {
  readonly kind: "problem";
  /** From the beginning of the text. */
  readonly offset: number;
  readonly text: string;
}

export interface SeriesValues {
  readonly kind: "values";
  /** Undefined is a gap. */
  readonly values: readonly (number | undefined)[];
}

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const ITEM = new RegExp(
  String.raw`^(?:(?<gap>_)|(?<first>${NUMBER})(?:(?<sign>[+-])(?<step>${NUMBER.replace("[+-]?", "")}))?)(?:x(?<more>\d+))?$`,
);
/** Ten weeks of minutes; whoever writes more has mistyped it. */
const MOST = 100_000;

export function parseSeriesValues(text: string): SeriesValues | NotationProblem {
  const values: (number | undefined)[] = [];
  for (const { 0: item, index: offset } of text.matchAll(/\S+/g)) {
    const groups = ITEM.exec(item)?.groups;
    const more = Number(groups?.["more"] ?? 0);
    if (!groups || (groups["step"] !== undefined && groups["more"] === undefined)) {
      return { kind: "problem", offset, text: `"${item.slice(0, 40)}" ${whatIsWrong(item)}` };
    }
    if (values.length + more >= MOST) {
      return {
        kind: "problem",
        offset,
        text: `with "${item.slice(0, 40)}" the series is longer than ${MOST} datapoints`,
      };
    }
    if (groups["gap"] !== undefined) {
      const gaps = groups["more"] === undefined ? 1 : more;
      for (let count = 0; count < gaps; count += 1) values.push(undefined);
      continue;
    }
    const first = Number(groups["first"]);
    const step = Number(`${groups["sign"] ?? ""}${groups["step"] ?? 0}`);
    if (!Number.isFinite(first + more * step)) {
      return { kind: "problem", offset, text: `"${item.slice(0, 40)}" is more than a datapoint can be` };
    }
    for (let count = 0; count <= more; count += 1) values.push(first + count * step);
  }
  return values.length === 0
    ? { kind: "problem", offset: 0, text: 'no datapoint; write "_" for a gap' }
    : { kind: "values", values };
}

function whatIsWrong(item: string): string {
  if (/^stale/i.test(item)) return 'is a marker that CloudWatch does not have; write "_" for a gap';
  if (/^[+-]?(?:nan|inf)/i.test(item)) return 'is no value of CloudWatch; write "_" for a gap';
  if (item.startsWith("{{")) return "is a histogram; a datapoint of CloudWatch is a number";
  if (/^_[^x]*$/.test(item)) return 'is no gap; gaps are "_", or "_x3" for three of them';
  if (/x/.test(item)) return 'cannot be read; repeats are "5x3", "5+1x3", "5-1x3" or "_x3"';
  if (/[\d.][+-]/.test(item)) return 'does not say how often; write "5+1x3"';
  return 'is neither a number nor a gap ("_")';
}
