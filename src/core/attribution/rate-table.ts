/** Errors out of requests. */
export interface Rate {
  readonly errors: number;
  readonly total: number;
}

/** Requests of one minute that agree in every attribute. */
export interface RateRow extends Rate {
  /** Any number that is the same for rows of the same minute. */
  readonly minute: number;
  /** Within the rise that is to be explained; false: the time before it. */
  readonly isNow: boolean;
  /** One for each attribute; null where it is not known, and then never named as a cause. */
  readonly values: readonly (string | null)[];
}

/**
 * Rows by leaf, a leaf being what agrees in every attribute, with texts as small whole numbers.
 *
 * Shape: `codes[leaf * attributes + attribute]` is a place in `names[attribute]`; the four sums have a place a leaf.
 */
export interface RateTable {
  readonly attributes: number;
  readonly leaves: number;
  readonly codes: Int32Array;
  readonly names: readonly (readonly (string | null)[])[];
  readonly beforeErrors: Float64Array;
  readonly beforeTotal: Float64Array;
  readonly nowErrors: Float64Array;
  readonly nowTotal: Float64Array;
  readonly byRow: RowColumns;
}

/** The rows themselves, each with its leaf. */
interface RowColumns {
  readonly rows: readonly RateRow[];
  readonly leafOf: Int32Array;
  readonly errors: Float64Array;
  readonly total: Float64Array;
}

/** Counts that cannot be (negative, not a number, more errors than requests) are made to be; a row without requests counts nothing. */
export function toRateTable(attributes: number, rows: readonly RateRow[]): RateTable {
  const { codes, names } = encoded(attributes, rows);
  const leafOf = leavesOf(attributes, rows.length, codes, names);
  const leaves = leafOf.reduce((most, leaf) => Math.max(most, leaf + 1), 0);
  const [beforeErrors, beforeTotal] = [new Float64Array(leaves), new Float64Array(leaves)];
  const [nowErrors, nowTotal] = [new Float64Array(leaves), new Float64Array(leaves)];
  const leafCodes = new Int32Array(leaves * attributes);
  const byRow = { rows, leafOf, errors: new Float64Array(rows.length), total: new Float64Array(rows.length) };
  rows.forEach(({ isNow, errors: named, total: all }, row) => {
    const leaf = leafOf[row] ?? 0;
    const errors = amount(named);
    const total = Math.max(amount(all), errors);
    const [errorSums, totalSums] = isNow ? [nowErrors, nowTotal] : [beforeErrors, beforeTotal];
    errorSums[leaf] = (errorSums[leaf] ?? 0) + errors;
    totalSums[leaf] = (totalSums[leaf] ?? 0) + total;
    leafCodes.set(codes.subarray(row * attributes, (row + 1) * attributes), leaf * attributes);
    byRow.errors[row] = errors;
    byRow.total[row] = total;
  });
  return {
    attributes,
    leaves,
    codes: leafCodes,
    names,
    beforeErrors,
    beforeTotal,
    nowErrors,
    nowTotal,
    byRow,
  };
}

/** Values as places in `names`, row by row. */
function encoded(
  attributes: number,
  rows: readonly RateRow[],
): { readonly codes: Int32Array; readonly names: (string | null)[][] } {
  const codes = new Int32Array(rows.length * attributes);
  const names: (string | null)[][] = [];
  for (let attribute = 0; attribute < attributes; attribute += 1) {
    const known = new Map<string | null, number>();
    rows.forEach(({ values }, row) => {
      const value = values[attribute] ?? null;
      const code = known.get(value) ?? known.size;
      if (code === known.size) known.set(value, code);
      codes[row * attributes + attribute] = code;
    });
    names.push([...known.keys()]);
  }
  return { codes, names };
}

/** The leaf of each row: attribute by attribute, those that agree so far and in the next one stay together. */
function leavesOf(
  attributes: number,
  rows: number,
  codes: Int32Array,
  names: readonly (readonly (string | null)[])[],
): Int32Array {
  const leafOf = new Int32Array(rows);
  for (let attribute = 0; attribute < attributes; attribute += 1) {
    const values = names[attribute]?.length ?? 1;
    const known = new Map<number, number>();
    for (let row = 0; row < rows; row += 1) {
      const pair = (leafOf[row] ?? 0) * values + (codes[row * attributes + attribute] ?? 0);
      const leaf = known.get(pair) ?? known.size;
      if (leaf === known.size) known.set(pair, leaf);
      leafOf[row] = leaf;
    }
  }
  return leafOf;
}

function amount(count: number): number {
  return Number.isFinite(count) && count > 0 ? count : 0;
}
