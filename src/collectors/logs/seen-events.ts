/** One event of a log group, as far as it is used. */
export interface LogEvent {
  /** Null where the endpoint gives none: such an event cannot be recognised. */
  readonly id: string | null;
  readonly timestampMs: number;
  readonly message: string;
}

/**
 * Tells which events of a slice come again, from little memory.
 *
 * FilterLogEvents sorts by time, and slices have no millisecond in common. So an event can come again only where a page is
 * asked for again, or where reading goes on from a time instead of a token: then the events of that one millisecond do.
 * The ids of the last two pages are enough for both, as long as a millisecond has no more events than a page: 10,000, or
 * 1 MB of them.
 */
export class SeenEvents {
  #last = new Set<string>();
  #before = new Set<string>();

  /** Those of a page that are new, in its order. */
  takeNew(page: readonly LogEvent[]): LogEvent[] {
    if (page.length === 0) return [];
    const ids = new Set<string>();
    const fresh = page.filter(({ id }) => {
      if (id === null) return true;
      const isKnown = ids.has(id) || this.#last.has(id) || this.#before.has(id);
      ids.add(id);
      return !isKnown;
    });
    [this.#before, this.#last] = [this.#last, ids];
    return fresh;
  }
}
