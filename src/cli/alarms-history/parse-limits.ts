import { LIMITED, type Limit } from "../../alarms/backtest/exceeded-limits.ts";
import { ToolError } from "../../core/errors.ts";
import { oneOf } from "../one-of.ts";

/** "pages-per-week=2" each. Errors: E_USAGE. */
export function parseLimits(typed: readonly string[]): Limit[] {
  return typed.map((text) => {
    const [, name = text, number = ""] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    const measure = oneOf("--fail-on", name.trim(), LIMITED);
    const most = Number(number);
    if (number.trim() !== "" && Number.isFinite(most) && most >= 0) return { measure, most };
    throw new ToolError("E_USAGE", `--fail-on "${text}" does not say how many are too many`, {
      hint: `Write it like --fail-on ${measure}=2.`,
    });
  });
}
