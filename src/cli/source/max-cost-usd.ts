import { ToolError } from "../../core/errors.ts";
import type { Config } from "../../model/config.ts";

/**
 * What a run may spend: the flag, else the configuration; null: no limit.
 *
 * Errors: E_USAGE where the flag is no sum above zero.
 */
export function maxCostUsd(typed: string | undefined, config: Config): number | null {
  if (typed === undefined) return config.maxCostUsd ?? null;
  const usd = Number(typed.replace(/^\$/, ""));
  if (typed.trim() !== "" && Number.isFinite(usd) && usd > 0) return usd;
  throw new ToolError("E_USAGE", `--max-cost "${typed}" is not a sum of USD above zero`, {
    hint: 'Write it like "0.50".',
  });
}
