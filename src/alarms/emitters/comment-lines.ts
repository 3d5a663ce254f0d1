/**
 * A text as the lines of a comment, broken at spaces. Whatever could end a comment, hide in it or turn its direction (control
 * characters, line separators, bidirectional marks) becomes a space.
 */
export function commentLines(text: string, width: number): string[] {
  const words = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, " ")
    .split(" ")
    .filter((word) => word !== "");
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
