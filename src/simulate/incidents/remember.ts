/**
 * Remembers what became of each object, so that the same object and amount always give the same result: what is
 * computed of a latency model is kept by its identity.
 */
export function remember<Key extends object, Result>(
  change: (key: Key, amount: number) => Result,
): (key: Key, amount: number) => Result {
  const known = new WeakMap<Key, Map<number, Result>>();
  return (key, amount) => {
    const byAmount = known.get(key) ?? new Map<number, Result>();
    known.set(key, byAmount);
    const found = byAmount.get(amount) ?? change(key, amount);
    byAmount.set(amount, found);
    return found;
  };
}
