import type { Counts } from "./counts.ts";
import { timeAt } from "./grid.ts";
import { joinedStretches, type ShareStretch } from "./replay-share.ts";

/**
 * What was followed, and what another look at the same counts adds.
 *
 * What was followed counts where both saw it. Only where all of it is over, the other look is asked once more without
 * it: what still lasts by what is left is no matter of the past, and the peaks in it are one incident with it.
 *
 * @param look sees no requests where they were taken out, so that what it counts is told beside what was followed.
 */
export function withOtherLook(
  followed: readonly ShareStretch[],
  window: Counts,
  look: (window: Counts) => readonly ShareStretch[],
): ShareStretch[] {
  const isOver = followed.length > 0 && followed.every(({ endMs }) => endMs !== null);
  const lasting = isOver ? look(without(window, followed)).filter(({ endMs }) => endMs === null) : [];
  if (lasting.length > 0) return joinedStretches([...followed, ...lasting]);
  return [...followed, ...look(window).filter((other) => !followed.some((one) => overlap(one, other)))];
}

export function overlap(left: ShareStretch, right: ShareStretch): boolean {
  return left.startMs < right.seenUntilMs && right.startMs < left.seenUntilMs;
}

function without(counts: Counts, stretches: readonly ShareStretch[]): Counts {
  const isKept = (index: number): boolean => {
    const timeMs = timeAt(counts, index);
    return !stretches.some(({ startMs, seenUntilMs }) => timeMs >= startMs && timeMs < seenUntilMs);
  };
  const kept = (values: Float64Array): Float64Array =>
    values.map((value, index) => (isKept(index) ? value : 0));
  return { ...counts, part: kept(counts.part), whole: kept(counts.whole) };
}
