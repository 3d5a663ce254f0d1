import { ToolError } from "../../core/errors.ts";

/** A flag by its key among the parsed options, and as it is typed. */
type Flag = readonly [key: string, flag: string];

/**
 * Refuses flags that mean nothing beside another one, since quietly ignoring them would answer another
 * question than was asked.
 *
 * Errors: E_USAGE, naming the first of them that was given.
 */
export function refuseTogether(flag: string, options: object, others: readonly Flag[], why: string): void {
  const clash = firstGiven(options, others);
  if (clash === undefined) return;
  throw new ToolError("E_USAGE", `${clash} has no meaning with ${flag}: ${why}`, {
    hint: `Leave out ${clash} or ${flag}.`,
  });
}

/** Refuses flags that mean something only beside another one. Errors: as {@link refuseTogether}. */
export function refuseWithout(flag: string, options: object, others: readonly Flag[]): void {
  const clash = firstGiven(options, others);
  if (clash === undefined) return;
  throw new ToolError("E_USAGE", `${clash} has no meaning without ${flag}`, {
    hint: `Leave out ${clash}, or add ${flag}.`,
  });
}

function firstGiven(options: object, flags: readonly Flag[]): string | undefined {
  const given = new Map<string, unknown>(Object.entries(options));
  return flags.find(([key]) => given.get(key) !== undefined)?.[1];
}

/** Flags that say how to reach AWS. */
export const AWS_FLAGS = [
  ["region", "--region"],
  ["profile", "--profile"],
  ["roleArn", "--role-arn"],
  ["endpointUrl", "--endpoint-url"],
  ["maxCost", "--max-cost"],
] as const;
