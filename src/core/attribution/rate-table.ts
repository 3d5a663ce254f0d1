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

/** Sums of one minute of a leaf before the rise. */
export interface LeafMinute {
  readonly minute: number;
  readonly leaf: number;
  readonly errors: number;
  readonly total: number;
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
  readonly minutesBefore: readonly LeafMinute[];
}

/** Counts that cannot be (negative, not a number, more errors than requests) are made to be; rows without any are left out. */
export function toRateTable(attributes: number, rows: readonly RateRow[]): RateTable {
  const names: (string | null)[][] = Array.from({ length: attributes }, () => []);
  const codeOf = Array.from({ length: attributes }, () => new Map<string | null, number>());
  const leafOf = new Map<string, number>();
  const codes: number[] = [];
  const sums: [number[], number[], number[], number[]] = [[], [], [], []];
  const minutesBefore: LeafMinute[] = [];
  for (const row of rows) {
    const errors = amount(row.errors);
    const total = Math.max(amount(row.total), errors);
    if (total === 0) continue;
    const own = names.map((known, attribute) => {
      const value = row.values[attribute] ?? null;
      const code = codeOf[attribute]?.get(value) ?? known.length;
      if (code === known.length) {
        known.push(value);
        codeOf[attribute]?.set(value, code);
      }
      return code;
    });
    const key = own.join();
    const leaf = leafOf.get(key) ?? leafOf.size;
    if (leaf === leafOf.size) {
      leafOf.set(key, leaf);
      codes.push(...own);
      for (const sum of sums) sum.push(0);
    }
    const [errorSums, totalSums] = row.isNow ? [sums[2], sums[3]] : [sums[0], sums[1]];
    errorSums[leaf] = (errorSums[leaf] ?? 0) + errors;
    totalSums[leaf] = (totalSums[leaf] ?? 0) + total;
    if (!row.isNow) minutesBefore.push({ minute: row.minute, leaf, errors, total });
  }
  return {
    attributes,
    leaves: leafOf.size,
    codes: Int32Array.from(codes),
    names,
    beforeErrors: Float64Array.from(sums[0]),
    beforeTotal: Float64Array.from(sums[1]),
    nowErrors: Float64Array.from(sums[2]),
    nowTotal: Float64Array.from(sums[3]),
    minutesBefore,
  };
}

function amount(count: number): number {
  return Number.isFinite(count) && count > 0 ? count : 0;
}
