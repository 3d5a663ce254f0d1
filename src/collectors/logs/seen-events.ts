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
 * asked for again, or where reading goes on from a time instead of a token: then the events of that one millisecond do. It
 * is enough to remember the ids from the beginning of the last page on: a page has at most 10,000.
 */
export class SeenEvents {
  #timeById = new Map<string, number>();

  /** Those of a page that are new, in its order. */
  takeNew(page: readonly LogEvent[]): LogEvent[] {
    const fresh: LogEvent[] = [];
    const kept = new Map<string, number>();
    let fromMs = Infinity;
    for (const event of page) {
      fromMs = Math.min(fromMs, event.timestampMs);
      if (event.id === null) fresh.push(event);
      else {
        if (!kept.has(event.id) && !this.#timeById.has(event.id)) fresh.push(event);
        kept.set(event.id, event.timestampMs);
      }
    }
    for (const [id, timeMs] of this.#timeById)
      if (timeMs >= fromMs || page.length === 0) kept.set(id, timeMs);
    this.#timeById = kept;
    return fresh;
  }

  /** How many ids are remembered. */
  get size(): number {
    return this.#timeById.size;
  }
}
