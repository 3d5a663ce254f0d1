import { markup, type Markup } from "./markup.ts";

export interface Column<Row> {
  readonly head: string;
  /** What columns beside each other have in common, above their heads. */
  readonly group?: string;
  /** Text stands left, as it is written in code, and prose as people write; numbers right; a name is a text that the row is known by. */
  readonly kind: "name" | "text" | "prose" | "number" | "bar";
  /** Of the column, where the head is too short to say it. */
  readonly hint?: string;
  readonly cell: (row: Row) => string | Markup;
}

/** A table that scrolls by itself where a screen is too narrow. Without rows, nothing. */
export function dataTable<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  note = "",
): readonly Markup[] {
  if (rows.length === 0) return [];
  const head = columns.map(
    ({ head: text, kind, hint = "" }) => markup`<th scope="col" class="${kind}" title="${hint}">${text}</th>`,
  );
  const body = rows.map(
    (row) =>
      markup`<tr>${columns.map(({ kind, cell }) => markup`<td class="${kind === "name" ? "text name" : kind}">${cell(row)}</td>`)}</tr>`,
  );
  return [
    markup`<section>
<h2>${title}</h2>
<div class="scroll"><table>
<thead>${groupRow(columns)}<tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>
${note === "" ? [] : [markup`<p class="note">${note}</p>`]}
</section>`,
  ];
}

function groupRow<Row>(columns: readonly Column<Row>[]): readonly Markup[] {
  if (columns.every(({ group }) => group === undefined)) return [];
  const spans: { group: string; columns: number }[] = [];
  for (const { group = "" } of columns) {
    const last = spans.at(-1);
    if (last?.group === group) last.columns += 1;
    else spans.push({ group, columns: 1 });
  }
  return [
    markup`<tr class="groups">${spans.map(
      ({ group, columns: count }) => markup`<th scope="colgroup" colspan="${count}">${group}</th>`,
    )}</tr>`,
  ];
}
