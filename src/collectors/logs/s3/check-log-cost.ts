import { ToolError } from "../../../core/errors.ts";

/**
 * Stops before more money is spent.
 *
 * @param what is to be read, for the text.
 * @param less what makes it cheaper.
 *
 * Errors: E_COST_LIMIT where it costs more than the limit.
 */
export function checkLogCost(
  usd: number,
  maxCostUsd: number | null,
  what: string,
  less = "a shorter window or longer prefix",
): void {
  if (maxCostUsd === null || usd <= maxCostUsd) return;
  throw new ToolError(
    "E_COST_LIMIT",
    `reading ${what} costs about ${toUsd(usd)} at list price, over the limit of ${toUsd(maxCostUsd)}`,
    {
      hint: `Give --max-cost ${(Math.ceil(usd * 10_000) / 10_000).toFixed(4)}, or ${less}.`,
    },
  );
}

/** Four places, and more where they would show nothing. */
function toUsd(usd: number): string {
  return `${usd < 0.0001 ? Number(usd.toPrecision(2)) : usd.toFixed(4)} USD`;
}
