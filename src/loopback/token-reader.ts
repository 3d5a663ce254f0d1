/** The words of a small language, one after the other. */
export class TokenReader {
  readonly #tokens: readonly string[];
  readonly #fail: (message: string) => Error;
  #next = 0;

  /**
   * @param pattern one token, without flags; what stands between tokens must be white space.
   * @param fail makes the error that is thrown for anything unexpected.
   */
  constructor(text: string, pattern: RegExp, fail: (message: string) => Error) {
    const tokens: string[] = [];
    const sticky = new RegExp(`\\s*(${pattern.source})`, "y");
    const end = text.trimEnd().length;
    while (sticky.lastIndex < end) {
      const at = sticky.lastIndex;
      const match = sticky.exec(text);
      if (!match) throw fail(`unexpected "${text.slice(at, at + 20).trim()}"`);
      tokens.push(match[1] ?? "");
    }
    this.#tokens = tokens;
    this.#fail = fail;
  }

  /** The token to be taken next, or one behind it. Undefined at the end. */
  peek(ahead = 0): string | undefined {
    return this.#tokens[this.#next + ahead];
  }

  /** How many tokens have been taken. */
  place(): number {
    return this.#next;
  }

  /** What has been taken since a place, without the space between words. */
  textSince(place: number): string {
    return this.#tokens.slice(place, this.#next).join("");
  }

  take(): string {
    const token = this.peek();
    if (token === undefined) throw this.#fail("unexpected end");
    this.#next += 1;
    return token;
  }

  /** Takes the next token where it is this word, in any case. */
  accept(word: string): boolean {
    if (this.peek()?.toLowerCase() !== word.toLowerCase()) return false;
    this.#next += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw this.unexpected();
  }

  unexpected(): Error {
    const token = this.peek();
    return this.#fail(token === undefined ? "unexpected end" : `unexpected "${token}"`);
  }
}

/** A question with a yes or no for each value. */
export type Predicate<T> = (value: T) => boolean;

/** Conditions joined by "or" and "and" (which binds closer), with "not" and parentheses. */
export function parseCondition<T>(
  reader: TokenReader,
  words: { readonly or: string; readonly and: string; readonly not: string },
  parsePrimary: () => Predicate<T>,
): Predicate<T> {
  const parseOne = (): Predicate<T> => {
    if (reader.accept(words.not)) {
      const inner = parseOne();
      return (value) => !inner(value);
    }
    if (!reader.accept("(")) return parsePrimary();
    const inner = parseAny();
    reader.expect(")");
    return inner;
  };
  const parseAll = (): Predicate<T> => {
    const parts = [parseOne()];
    while (reader.accept(words.and)) parts.push(parseOne());
    return (value) => parts.every((part) => part(value));
  };
  const parseAny = (): Predicate<T> => {
    const parts = [parseAll()];
    while (reader.accept(words.or)) parts.push(parseAll());
    return (value) => parts.some((part) => part(value));
  };
  return parseAny();
}

/** A comparison of numbers by its sign, or undefined for a sign that is none. */
export function comparison(sign: string): ((left: number, right: number) => boolean) | undefined {
  const table: Readonly<Record<string, (left: number, right: number) => boolean>> = {
    "=": (left, right) => left === right,
    "!=": (left, right) => left !== right,
    "<": (left, right) => left < right,
    "<=": (left, right) => left <= right,
    ">": (left, right) => left > right,
    ">=": (left, right) => left >= right,
  };
  return Object.hasOwn(table, sign) ? table[sign] : undefined;
}
