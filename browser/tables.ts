/** Gives tables that ask for it heads to sort by and a field to filter with. */
export function startTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table.sortable")) makeSortable(table);
  for (const field of document.querySelectorAll<HTMLInputElement>("input.filter")) makeFilter(field);
}

function makeSortable(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  const heads = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isText = head.classList.contains("name") || head.classList.contains("text");
      const was = head.getAttribute("aria-sort");
      // Numbers are looked at from the greatest down, names from the first up.
      const order =
        was === null
          ? isText
            ? "ascending"
            : "descending"
          : was === "ascending"
            ? "descending"
            : "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const rows = [...(body?.rows ?? [])];
      body?.append(
        ...rows.sort((left, right) => compareCells(left.cells[column], right.cells[column], sign)),
      );
    });
  });
}

/** What is not known stands last, whichever way the others are sorted. */
function compareCells(
  left: HTMLTableCellElement | undefined,
  right: HTMLTableCellElement | undefined,
  sign: number,
): number {
  const [one, other] = [left?.dataset["sort"], right?.dataset["sort"]];
  if (one === undefined && other === undefined)
    return sign * (left?.textContent ?? "").localeCompare(right?.textContent ?? "");
  if (one === "" || other === "") return Number(one === "") - Number(other === "");
  return sign * (Number(one) - Number(other));
}

function makeFilter(field: HTMLInputElement): void {
  const table = document.querySelector<HTMLTableElement>(`#${field.dataset["table"] ?? ""}`);
  const label = field.closest("label");
  if (label) label.hidden = false;
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of table?.tBodies[0]?.rows ?? [])
      row.hidden = !(row.cells[0]?.textContent ?? "").toLowerCase().includes(wanted);
  });
}
