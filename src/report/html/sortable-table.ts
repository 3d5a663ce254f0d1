import { markup, type Markup } from "./markup.ts";

export interface SortableColumn<Row> {
  readonly head: string;
  /** Text stands left, numbers right; a name is a text that the row is known by. */
  readonly kind: "name" | "text" | "number" | "spark";
  readonly hint?: string;
  readonly cell: (row: Row) => string | Markup;
  /** What a column of numbers is sorted by; null stands last. Texts are sorted as they are shown. */
  readonly sortBy?: (row: Row) => number | null;
}

/** A table that the page's script makes sortable, and that is read as it stands without one. */
export function sortableTable<Row>(
  id: string,
  label: string,
  columns: readonly SortableColumn<Row>[],
  rows: readonly Row[],
): Markup {
  const heads = columns.map(
    ({ head, kind, hint = "" }) => markup`<th scope="col" class="${kind}" title="${hint}">${head}</th>`,
  );
  const body = rows.map(
    (row) =>
      markup`<tr>${columns.map(({ kind, cell, sortBy }) => {
        const name = kind === "name" ? "text name" : kind;
        const content = cell(row);
        return sortBy === undefined
          ? markup`<td class="${name}">${content}</td>`
          : markup`<td class="${name}" data-sort="${sortBy(row) ?? ""}">${content}</td>`;
      })}</tr>`,
  );
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table class="sortable" id="${id}">
<thead><tr>${heads}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
}
