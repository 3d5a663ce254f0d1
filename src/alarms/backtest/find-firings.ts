import { FLAP_MINUTES } from "../../model/backtest.ts";
import type { Transition } from "../evaluate/alarm-state.ts";

/** One stretch of ALARM, `[startMs, endMs)`. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  /** True where it had not ended when the history did. */
  readonly isOpen: boolean;
  readonly beganBefore: boolean;
  readonly reason: string;
}

/** @param firstMs the first evaluation: what is in ALARM then was so before, for all that is known. */
export function findFirings(transitions: readonly Transition[], firstMs: number, endMs: number): Stretch[] {
  return transitions.flatMap(({ to, atMs, reason }, index) => {
    if (to !== "ALARM") return [];
    const next = transitions[index + 1];
    return [
      {
        startMs: atMs,
        endMs: next?.atMs ?? endMs,
        isOpen: next === undefined,
        beganBefore: atMs === firstMs,
        reason,
      },
    ];
  });
}

export function countFlaps(
  stretches: readonly { readonly startMs: number; readonly endMs: number }[],
): number {
  return stretches.filter(({ startMs }, index) => {
    const before = stretches[index - 1];
    return before !== undefined && startMs - before.endMs <= FLAP_MINUTES * 60_000;
  }).length;
}
