import type { Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";
import type { ChangeQuestion } from "../account-reader.ts";

export interface Span {
  readonly window: Window;
  readonly targets: readonly Target[];
}

/** The same time without overlap, each with the targets that it is asked for; in the order in which they are asked for first. */
export function unitedSpans(questions: readonly ChangeQuestion[]): Span[] {
  const spans: { rank: number; window: Window; targets: Map<string, Target> }[] = [];
  const ranked = questions.map(({ window, target }, rank) => ({ rank, window, target }));
  for (const { rank, window, target } of ranked.toSorted(
    (left, right) => left.window.startMs - right.window.startMs,
  )) {
    const last = spans.at(-1);
    if (last === undefined || window.startMs > last.window.endMs)
      spans.push({ rank, window, targets: new Map([[target.id, target]]) });
    else {
      last.rank = Math.min(last.rank, rank);
      last.window = { startMs: last.window.startMs, endMs: Math.max(last.window.endMs, window.endMs) };
      last.targets.set(target.id, target);
    }
  }
  return spans
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ window, targets }) => ({ window, targets: [...targets.values()] }));
}
