import type { Target } from "../../model/target.ts";

/** Functions that are asked for in one expression; X-Ray takes 2,000 characters. */
const MOST_FUNCTIONS = 10;

/** The functions that a target's routes integrate, by name, as many as one question can hold. */
export function functionsBehind({ configuration }: Target): string[] {
  const names = (configuration?.routes ?? []).flatMap(({ integration, integrationTarget }) =>
    integration.startsWith("lambda") && integrationTarget !== null && isPlain(integrationTarget)
      ? [integrationTarget]
      : [],
  );
  return [...new Set(names)].slice(0, MOST_FUNCTIONS);
}

/** What needs no escape within a quoted text, of which the documentation says nothing. */
export function isPlain(name: string): boolean {
  return /^[\x20-\x7e]+$/.test(name) && !/["\\]/.test(name);
}
