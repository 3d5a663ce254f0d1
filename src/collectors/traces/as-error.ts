/** What was caught, to be thrown on: an SDK's error keeps the name by which it is told apart. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
