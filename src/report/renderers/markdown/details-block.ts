/** Folded lines; nothing where there are none. @param title ours, since it is not escaped. */
export function detailsBlock(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return ["", `<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}
