import { escapeText } from "./escape.ts";

/**
 * Text from outside for a comment on GitHub and the like: nothing in it is taken for Markdown or HTML, breaks a table, or
 * calls a person or an issue (an empty HTML comment keeps "@" and "#" from meaning anything).
 */
export function markdownText(text: string): string {
  return escapeText(text)
    .replace(/[\\`*_{}[\]<>|~!&]/g, String.raw`\$&`)
    .replace(/[@#](?=\w)/g, "$&<!-- -->")
    .replace(/:\/\//g, ":<!-- -->//")
    .replace(/\bwww\./gi, "$&<!-- -->");
}

/**
 * A table of texts to the left, or of a name and numbers to the right.
 *
 * @param linkOf an address that a cell leads to.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  kind: "texts" | "numbers" = "numbers",
  linkOf: (row: number, column: number) => string | null = () => null,
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(head.map(markdownText)),
    `| --- |${(kind === "numbers" ? " ---: |" : " --- |").repeat(head.length - 1)}`,
    ...rows.map((cells, row) =>
      line(
        cells.map((cell, column) => {
          const url = linkOf(row, column);
          return url === null ? markdownText(cell) : `[${markdownText(cell)}](${url.replaceAll(")", "%29")})`;
        }),
      ),
    ),
  ];
}
