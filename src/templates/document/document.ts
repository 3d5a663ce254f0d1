/** A text that was read, and where in it things are. */
export interface SourceDocument {
  /** Objects, lists, text, numbers, booleans and null alone. */
  readonly value: unknown;
  /**
   * From 1; null where it cannot be told. Errors: E_BAD_INPUT where the text turns out to hold a key twice, which JSON's own
   * parser takes silently.
   */
  readonly lineOf: (path: readonly (string | number)[]) => number | null;
}

/** What a tag of YAML makes of the value behind it; undefined: the value itself. */
export type ApplyTag = (tag: string, value: unknown) => unknown;
