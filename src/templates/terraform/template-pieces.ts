/** A piece of a string template: plain text, or the expression in `${...}`. */
export type TemplatePiece = { readonly text: string } | { readonly expression: string };

/** `$${` is the text "${". A template that does not end, or has directives (`%{if}`), is one piece of plain text. */
export function templatePieces(text: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let plain = "";
  for (let index = 0; index < text.length; index += 1) {
    if (text.startsWith("$${", index)) {
      plain += "${";
      index += 2;
    } else if (text.startsWith("${", index)) {
      const end = endOfExpression(text, index + 2);
      if (end === null) return [{ text }];
      if (plain !== "") pieces.push({ text: plain });
      plain = "";
      pieces.push({ expression: text.slice(index + 2, end).trim() });
      index = end;
    } else plain += text[index];
  }
  return plain === "" ? pieces : [...pieces, { text: plain }];
}

/** Where the bracket closes that was opened before `start`; brackets in strings do not count, but for those of templates in them. */
export function endOfExpression(text: string, start: number): number | null {
  // What each open bracket belongs to: an expression, or a string whose template it opened.
  let depth = 0;
  let inString = false;
  const outer: number[] = [];
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
      else if (character === "$" && text[index + 1] === "{") {
        outer.push(depth);
        depth = 0;
        inString = false;
        index += 1;
      }
    } else if (character === '"') inString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      if (depth > 0) depth -= 1;
      else {
        const above = outer.pop();
        if (above === undefined) return index;
        depth = above;
        inString = true;
      }
    }
  }
  return null;
}
