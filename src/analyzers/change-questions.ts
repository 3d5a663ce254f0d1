import type { Window } from "../core/window.ts";
import type { Finding } from "../model/finding.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Target } from "../model/target.ts";
import { NEAR_AFTER_MS, NEAR_BEFORE_MS } from "./shared/near-start.ts";

/** The minutes around a start in which what was changed of a target may be its reason. */
export interface ChangeSpan {
  readonly target: Target;
  readonly window: Window;
}

/** Whoever has more in trouble at once looks at the worst first. */
const MOST_TARGETS = 20;
const MOST_FINDINGS = 3;

/** @param findings worst first, as analyze gives them. */
export function changeQuestions(snapshot: Snapshot, findings: readonly Finding[]): ChangeSpan[] {
  const ids = [...new Set(findings.map(({ target }) => target))].slice(0, MOST_TARGETS);
  return ids.flatMap((id) => {
    const target = snapshot.targets.find((one) => one.id === id);
    if (target === undefined) return [];
    const own = findings.filter((finding) => finding.target === id).slice(0, MOST_FINDINGS);
    const starts = [...new Set(own.map(({ startedAt }) => Date.parse(startedAt)))];
    return starts.map((startMs) => ({
      target,
      window: {
        startMs: startMs - NEAR_BEFORE_MS,
        endMs: Math.min(startMs + NEAR_AFTER_MS, snapshot.window.endMs),
      },
    }));
  });
}
