import { distance } from "fastest-levenshtein";

import { compareText } from "./order.ts";

/**
 * The known name that was probably meant: at most a third of its letters differ. Undefined where none is
 * near, since a far-fetched guess is worse than the list of what exists.
 */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const near = known
    .map((name) => ({ name, edits: distance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(name.length / 3)))
    .sort((left, right) => left.edits - right.edits || compareText(left.name, right.name));
  return near[0]?.name;
}

/** So many of a long list of names, the most alike first, however far they are. */
export function nearestNames(typed: string, known: readonly string[], count: number): string[] {
  return known
    .map((name) => ({ name, edits: distance(typed.toLowerCase(), name.toLowerCase()) }))
    .sort((left, right) => left.edits - right.edits || compareText(left.name, right.name))
    .slice(0, count)
    .map(({ name }) => name);
}

/** 'Did you mean "status" or "type"?', of a list that is too long to be told. */
export function nearestMeant(typed: string, known: readonly string[]): string {
  const quoted = nearestNames(typed, known, 3).map((one) => `"${one}"`);
  return `Did you mean ${quoted.join(" or ")}?`;
}

/** 'Did you mean "terminal"? Known: terminal, json.' */
export function didYouMean(typed: string, known: readonly string[]): string {
  const nearest = nearestName(typed, known);
  const all = `Known: ${known.join(", ")}.`;
  return nearest === undefined ? all : `Did you mean "${nearest}"? ${all}`;
}
