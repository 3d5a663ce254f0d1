/** Total orders for output that must not depend on the order of input. */

/** By code unit, so that the order is the same on every machine and in every locale. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Descending by a number, ties by text. */
export function compareDescending<T>(
  value: (item: T) => number,
  tie: (item: T) => string,
): (left: T, right: T) => number {
  return (left, right) => value(right) - value(left) || compareText(tie(left), tie(right));
}
