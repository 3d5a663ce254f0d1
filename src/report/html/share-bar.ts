import { markup, type Markup } from "./markup.ts";

/** A bar in a table's cell: how much of the greatest it is, 0..1, and a darker part within it. */
export function shareBar(share: number, part: number, tone: string): Markup {
  const width = (ratio: number): string => `${(Math.max(0, Math.min(1, ratio)) * 100).toFixed(1)}%`;
  return markup`<svg class="share ${tone}" width="100%" height="6" aria-hidden="true"><rect class="whole" width="${width(share)}" height="6" rx="1"/><rect class="part" width="${width(part)}" height="6" rx="1"/></svg>`;
}
