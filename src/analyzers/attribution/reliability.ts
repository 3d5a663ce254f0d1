/** How often verdicts on a ground were right, 0..1, by its name; see verdict-confidence.ts. */
export const RELIABILITY: Readonly<Record<string, number>> = {};
