/** Longer patterns are cut. */
const MOST = 90;

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  [/\barn:aws[\w-]*:[^\s"',)]+/g, "<arn>"],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, "<ip>"],
  [/\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{12,}={0,2}/g, "<id>"],
  [/\d+(?:\.\d+)*/g, "<n>"],
];

/** The pattern of an error message: ids, addresses and numbers masked, so that the same failure counts as one. */
export function maskMessage(message: string): string {
  const masked = MASKS.reduce((text, [pattern, mask]) => text.replace(pattern, mask), message);
  const line = masked.replace(/\s+/g, " ").trim();
  return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line;
}
