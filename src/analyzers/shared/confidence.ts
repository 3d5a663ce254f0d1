/**
 * How sure a finding may sound, 0..1.
 *
 *   strength   how far the evidence exceeds what was needed (1 = just): 1 -> 0.75, 2 -> 0.91, 4 -> 0.99
 *   days       of baseline: a day or more counts in full, none takes a fifth
 *   doubts     factors below 1 for each caveat that the summary names
 */
export function confidenceOf(strength: number, days: number, doubts: readonly number[] = []): number {
  const evidence = 1 - 0.25 * Math.exp(1 - Math.max(1, strength));
  const learned = 0.8 + 0.2 * Math.min(1, Math.max(0, days));
  const doubted = doubts.reduce((product, doubt) => product * doubt, evidence * learned);
  return Math.round(Math.min(0.99, Math.max(0.05, doubted)) * 100) / 100;
}
