import { markup, type Markup } from "../../html/markup.ts";
import { formatRatio } from "../../text/format.ts";

/** Shares from which a number is worth a colour: clients err always, servers should not. */
const NOTABLE = { warn: 0.05, bad: 0.01 } as const;
export type ShareTone = keyof typeof NOTABLE;

/** A share of requests that stands out where it matters. */
export function shareCell(ratio: number, tone: ShareTone): Markup {
  return markup`<span class="${ratio >= NOTABLE[tone] ? tone : ""}">${formatRatio(ratio)}</span>`;
}
