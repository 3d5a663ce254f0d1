import { displayWidth, graphemes, graphemeWidth } from "./width.ts";

/**
 * Breaks a paragraph into lines of at most `width` columns, at spaces where it can, inside a word that is
 * too long for a line where it must.
 *
 * Edge cases: empty text gives no line; runs of spaces become one; a single character wider than `width`
 * stands on a line of its own.
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (displayWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = breakWord(word, width);
    line = pieces.pop() ?? "";
    lines.push(...pieces);
  }
  return line === "" ? lines : [...lines, line];
}

/** As {@link wrapText}, behind a label: "Cause    integration ..." with the following lines under the text. */
export function wrapLabelled(label: string, text: string, width: number): string[] {
  const indent = " ".repeat(displayWidth(label));
  return wrapText(text, width - indent.length).map((line, index) => (index === 0 ? label : indent) + line);
}

function breakWord(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const pieces: string[] = [];
  let [piece, used] = ["", 0];
  for (const grapheme of graphemes(word)) {
    const columns = graphemeWidth(grapheme);
    if (piece !== "" && used + columns > width) {
      pieces.push(piece);
      [piece, used] = ["", 0];
    }
    piece += grapheme;
    used += columns;
  }
  return [...pieces, piece];
}
