import { startCharts } from "./charts.ts";
import { startTables } from "./tables.ts";

/** A link to a target or finding opens what it lies in. */
function openLinked(): void {
  const linked = location.hash === "" ? null : document.getElementById(location.hash.slice(1));
  const folded = linked?.matches("details") ? linked : linked?.closest("details");
  if (folded instanceof HTMLDetailsElement) folded.open = true;
  linked?.scrollIntoView();
}

startTables();
startCharts();
addEventListener("hashchange", openLinked);
openLinked();
