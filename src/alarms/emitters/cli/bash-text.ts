/** A text as one word of bash that nothing is expanded in. */
export function bashText(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
