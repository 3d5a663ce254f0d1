/** What no reader sees, or sees elsewhere than it stands: it is written as an escape in every dialect. */
export const INVISIBLE = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

/**
 * JSON with every invisible character as an escape.
 *
 * @param indent spaces, 0 for one line.
 */
export function jsonText(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).replaceAll(INVISIBLE, (sign) =>
    Array.from(
      { length: sign.length },
      (_, index) => `\\u${sign.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
