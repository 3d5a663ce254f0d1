import { didYouMean } from "../core/did-you-mean.ts";
import { ToolError } from "../core/errors.ts";

/**
 * The value of an option that takes one of a few names.
 *
 * Errors: E_USAGE, with the nearest name and all of them as the hint.
 */
export function oneOf<Name extends string>(flag: string, typed: string, known: readonly Name[]): Name {
  const found = known.find((name) => name === typed);
  if (found !== undefined) return found;
  throw new ToolError("E_USAGE", `${flag} "${typed}" does not exist`, { hint: didYouMean(typed, known) });
}
