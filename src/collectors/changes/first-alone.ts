import type { Window } from "../../core/window.ts";
import type { ChangeQuestion } from "../account-reader.ts";
import { unitedSpans, type Span } from "./united-spans.ts";

/**
 * The first question's time by itself, then what the others ask for besides: of a busy service only the newest calls are read, and those
 * of a lesser finding's later minutes must not stand before the worst one's.
 */
export function firstAlone(questions: readonly ChangeQuestion[]): Span[] {
  const first = questions[0]?.window;
  if (first === undefined) return [];
  const isMeeting = ({ window }: { readonly window: Window }): boolean =>
    window.startMs < first.endMs && window.endMs > first.startMs;
  const targets = new Map(questions.filter(isMeeting).map(({ target }) => [target.id, target]));
  const besides = questions.flatMap(({ window, target }) =>
    [
      { startMs: window.startMs, endMs: Math.min(window.endMs, first.startMs) },
      { startMs: Math.max(window.startMs, first.endMs), endMs: window.endMs },
    ].flatMap((part) => (part.startMs < part.endMs ? [{ window: part, target }] : [])),
  );
  return [{ window: first, targets: [...targets.values()] }, ...unitedSpans(besides)];
}
