/** Behind the first JSON object of a text that begins with one, by its braces and strings alone; 0 where it does not end. */
export function objectEnd(text: string): number {
  let [depth, isString] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isString && letter === "\\") at += 1;
    else if (letter === '"') isString = !isString;
    else if (!isString && letter === "{") depth += 1;
    else if (!isString && letter === "}") {
      depth -= 1;
      if (depth <= 0) return at + 1;
    }
  }
  return 0;
}
