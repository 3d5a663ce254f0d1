import { ShareDetector } from "../../core/detect/share-detector.ts";
import type { ShareGates } from "../../core/detect/share-gates.ts";
import type { ShareRise } from "../../core/detect/open-rise.ts";
import { UTC_CALENDAR, type Calendar } from "../../core/season.ts";
import { HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import type { Counts } from "./counts.ts";
import { withRefinedStart } from "./refined-start.ts";

/** A stretch in which a share was too high to be chance. */
export interface ShareStretch {
  readonly startMs: number;
  /** Null while it lasts. */
  readonly endMs: number | null;
  /** The end of the last period in which it was seen. */
  readonly seenUntilMs: number;
  readonly part: number;
  readonly whole: number;
  /** Events that were to be expected in that time. */
  readonly expected: number;
  readonly nats: number;
  readonly thresholdNats: number;
}

/** Bursts that follow each other this closely are one incident that comes and goes. */
const ONE_INCIDENT_MS = 15 * MINUTE_MS;
/** The widest window of the detector. */
const LOOK_BACK_MS = 12 * HOUR_MS;

/**
 * What the detector would have said in the window, had it watched since the baseline began; in order of time. A stretch
 * may have begun before the window.
 */
export function replayShare(
  baseline: Counts,
  window: Counts,
  gates: ShareGates,
  calendar: Calendar = UTC_CALENDAR,
): ShareStretch[] {
  const ended: ShareRise[] = [];
  const detector = new ShareDetector(gates, (rise) => ended.push(rise), {}, calendar);
  replay(detector, baseline);
  // What is over by then is history.
  const [history] = ended.splice(0).slice(-1);
  const earliestMs = Math.max(
    baseline.startMs,
    window.startMs - LOOK_BACK_MS,
    (history?.seenUntil ?? 0) * MINUTE_MS,
  );
  replay(detector, window);
  const open = [detector.lasting, detector.rise].filter((rise) => rise !== null);
  const over = detector.ending === null ? ended : [...ended, detector.ending];
  const stretches = [
    ...over.map((rise) => stretchOf(rise, true)),
    ...open.map((rise) => stretchOf(rise, false)),
  ]
    .filter(({ seenUntilMs }) => seenUntilMs > window.startMs)
    .sort((left, right) => left.startMs - right.startMs);
  return joinedStretches(
    stretches.map((stretch, index) => {
      const beganMs = stretch.startMs < window.startMs ? earliestMs : window.startMs;
      return withRefinedStart(stretch, [baseline, window], stretches[index - 1]?.seenUntilMs ?? beganMs);
    }),
  );
}

function replay(detector: ShareDetector, { startMs, periodMs, part, whole }: Counts): void {
  const span = Math.max(1, Math.round(periodMs / MINUTE_MS));
  const first = Math.floor(startMs / MINUTE_MS);
  for (let index = 0; index < whole.length; index += 1) {
    detector.observe(first + index * span, span, part[index] ?? 0, whole[index] ?? 0);
  }
  detector.advance(first + whole.length * span);
}

function stretchOf(rise: ShareRise, isOver: boolean): ShareStretch {
  const seenUntilMs = rise.seenUntil * MINUTE_MS;
  return {
    startMs: rise.start * MINUTE_MS,
    endMs: isOver ? seenUntilMs : null,
    seenUntilMs,
    part: rise.part,
    whole: rise.whole,
    expected: rise.expected,
    nats: rise.nats,
    thresholdNats: rise.thresholdNats,
  };
}

/** Those that follow each other closely as one; their counts are added up, so they may hold none twice. In order of time. */
export function joinedStretches(stretches: readonly ShareStretch[]): ShareStretch[] {
  const result: ShareStretch[] = [];
  for (const next of [...stretches].sort((left, right) => left.startMs - right.startMs)) {
    const last = result.at(-1);
    if (last === undefined || next.startMs - last.seenUntilMs > ONE_INCIDENT_MS) {
      result.push(next);
      continue;
    }
    const strongest = next.nats / next.thresholdNats > last.nats / last.thresholdNats ? next : last;
    result[result.length - 1] = {
      startMs: last.startMs,
      endMs: last.endMs === null || next.endMs === null ? null : Math.max(last.endMs, next.endMs),
      seenUntilMs: Math.max(last.seenUntilMs, next.seenUntilMs),
      part: last.part + next.part,
      whole: last.whole + next.whole,
      expected: last.expected + next.expected,
      nats: strongest.nats,
      thresholdNats: strongest.thresholdNats,
    };
  }
  return result;
}
