import type { Layout } from "./layout.ts";
import { learnLayout } from "./learn-layout.ts";

/**
 * What lines are to be read by, as their beginning tells.
 *
 * @param known what their Format says; it tells nothing of how they are joined, and Firehose may deliver them without newlines.
 */
export function layoutOf(beginning: string, known: Layout | null): Layout {
  if (known === null) return learnLayout(beginning);
  return known.kind === "json" && learnLayout(beginning).isConcatenated
    ? { ...known, isConcatenated: true }
    : known;
}
