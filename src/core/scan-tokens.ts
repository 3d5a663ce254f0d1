/** One match of a pattern of tokens, and where its first character stands that is no white space. */
export interface ScannedToken {
  readonly groups: readonly (string | undefined)[];
  readonly at: number;
}

/**
 * A text as tokens, one after the other; white space at its end is none.
 *
 * @param pattern sticky, with white space before each token
 * @param refuse makes the error for the first place at which no token begins
 */
export function scanTokens(source: string, pattern: RegExp, refuse: (at: number) => Error): ScannedToken[] {
  const tokens: ScannedToken[] = [];
  const end = source.trimEnd().length;
  const sticky = new RegExp(pattern);
  while (sticky.lastIndex < end) {
    const rest = source.slice(sticky.lastIndex);
    const at = sticky.lastIndex + (rest.length - rest.trimStart().length);
    const found = sticky.exec(source);
    if (!found) throw refuse(at);
    tokens.push({ groups: found.slice(1), at });
  }
  return tokens;
}
