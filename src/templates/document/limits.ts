/** What a text may be before it is refused: far beyond any template, and too little to fill memory with. */
export const DOCUMENT_LIMITS = Object.freeze({
  /** Of lists and objects within each other. */
  depth: 200,
  /** Values, those behind an alias counted each time. */
  values: 2_000_000,
});
