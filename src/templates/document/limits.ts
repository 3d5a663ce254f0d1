/** What a text may be before it is refused: far beyond any template, and too little to fill memory with. */
export const DOCUMENT_LIMITS = Object.freeze({
  /** Of lists and objects within each other. */
  depth: 200,
  /** Values behind aliases, counted each time that an alias unfolds to them. */
  unfolded: 100_000,
});
