/**
 * Runs `run` for each item, `atOnce` of them side by side, and gives the results in the order of the items. The first
 * error is thrown after those that ran beside it have ended; nothing is begun after it.
 */
export async function someAtOnce<T, R>(
  items: readonly T[],
  atOnce: number,
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Map<number, R>();
  const waiting = items.entries();
  const errors: unknown[] = [];
  const runNext = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (errors.length > 0) return;
      try {
        results.set(index, await run(item));
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runNext));
  if (errors.length > 0) throw errors[0];
  return [...results].sort(([left], [right]) => left - right).map(([, result]) => result);
}
