import type { z } from "zod";

/** What a paged list gave before it ended, or before it failed. */
export interface Pages<T> {
  readonly items: readonly T[];
  /** Items that did not have the documented shape, left out. */
  readonly malformed: number;
  /** What ended the list early; undefined where it was read to its end. */
  readonly error: unknown;
}

export interface Page {
  readonly items: readonly unknown[] | undefined;
  /** Token of the next page; undefined or empty on the last one. */
  readonly next: string | undefined;
}

/** Empty pages with a token are legal; this many in a row are an endpoint that leads nowhere. */
const MAX_EMPTY_PAGES = 20;

/**
 * Reads a list to its end and checks each item.
 *
 * Errors: does not throw; a failed page ends the list, what came before it is kept.
 */
export async function readPages<T>(
  schema: z.ZodType<T>,
  fetchPage: (token: string | undefined) => Promise<Page>,
): Promise<Pages<T>> {
  const items: T[] = [];
  const tokens = new Set<string>();
  let malformed = 0;
  let emptyPages = 0;
  let token: string | undefined;
  try {
    do {
      const page = await fetchPage(token);
      const found: readonly unknown[] = Array.isArray(page.items) ? page.items : [];
      for (const item of found) {
        const parsed = schema.safeParse(item);
        if (parsed.success) items.push(parsed.data);
        else malformed += 1;
      }
      emptyPages = found.length === 0 ? emptyPages + 1 : 0;
      token = page.next === "" ? undefined : page.next;
      if (token !== undefined && (tokens.has(token) || emptyPages >= MAX_EMPTY_PAGES)) {
        throw new PagingError(
          `the list does not end: ${tokens.has(token) ? "a page token came twice" : `${emptyPages} empty pages in a row`}`,
        );
      }
      if (token !== undefined) tokens.add(token);
    } while (token !== undefined);
    return { items, malformed, error: undefined };
  } catch (error) {
    return { items, malformed, error };
  }
}

/** An endpoint whose list of pages leads nowhere. */
export class PagingError extends Error {
  override readonly name = "PagingError";
}
