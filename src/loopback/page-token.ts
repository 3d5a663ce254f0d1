import { hashText } from "../core/hash.ts";

/**
 * Tokens that carry their own position, so that the server remembers nothing. A token belongs to one
 * question: with any other it is as unknown as a made-up one.
 *
 * @param question everything that must not change between the pages.
 */
export function encodeToken(question: unknown, position: readonly number[]): string {
  return Buffer.from(JSON.stringify([fingerprint(question), ...position])).toString("base64url");
}

/** The position, or undefined where the token was not given out for this question. */
export function decodeToken(question: unknown, token: string): number[] | undefined {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (!Array.isArray(decoded)) return undefined;
    const numbers = decoded.filter((item): item is number => Number.isFinite(item));
    if (numbers.length !== decoded.length || numbers[0] !== fingerprint(question)) return undefined;
    return numbers.slice(1);
  } catch {
    return undefined;
  }
}

function fingerprint(question: unknown): number {
  return hashText(JSON.stringify(question));
}

/** One page of a list, and the token of the next where there is one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/**
 * @param onBadToken what the service throws for a token it does not know.
 */
export function takePage<T>(
  items: readonly T[],
  size: number,
  question: unknown,
  token: string | undefined,
  onBadToken: () => Error,
): Page<T> {
  const start = token === undefined ? 0 : decodeToken(question, token)?.[0];
  if (start === undefined) throw onBadToken();
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? encodeToken(question, [end]) : undefined,
  };
}
