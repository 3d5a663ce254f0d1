import { lowerTailNats } from "../../core/stats/negative-binomial.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../core/window.ts";
import { expectationOf } from "./expectation-of.ts";
import { timeAt, type Grid } from "./grid.ts";
import type { TrafficModel } from "./traffic-model.ts";
import type { TrafficStretch } from "./traffic-stretch.ts";

/**
 * A stage on which hardly anything arrives is out where nothing arrives for longer than chance leaves between two
 * requests.
 *
 * In units of the requests to be expected the gaps between requests are exponential, so one of `due` requests or more
 * follows a request with the chance exp(-due), and a week has as many gaps as requests. Counts that stray or were learned
 * from little make it likelier, as the negative binomial has it. A gap is looked at when it is three hours old, where
 * few of the week's gaps can be as surprising as asked for, and at any time after, where all of them could.
 *
 * Source: time rescaling of point processes, Brown et al. 2002.
 */
const FIRST_MS = 3 * HOUR_MS;
/** A window of three hours whose newest minutes are not final yet. */
const LEAST_MS = 170 * MINUTE_MS;
const FIRST_NATS = 8;
const LATER_NATS = 13;
/** What has been silent for so long is how the stage is. */
const MOST_MS = DAY_MS;
const CALM_MS = 10 * MINUTE_MS;
/** A silence must be stranger than those of the past; the strangest of these may have been outages. */
const PAST = { outages: 2, factor: 1.25 };

interface Run {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The most surprising silence that reaches into the window, or null where none is one.
 *
 * @param baseline ends where the window begins. @param fit learns from the part of it that a silence did not reach; null
 *   where a silence can only be told within the window. @param extraNats because many series are looked at.
 */
export function findSilence(
  window: Grid,
  baseline: Grid,
  model: TrafficModel,
  fit: ((baseline: Grid) => TrafficModel | null) | null,
  extraNats: number,
): TrafficStretch | null {
  let found: TrafficStretch | null = null;
  for (const run of runsOf(window)) {
    const reaching = fit !== null && run.startMs === window.startMs ? quietEnd(baseline) : 0;
    const startMs = reaching === 0 ? run.startMs : timeAt(baseline, baseline.values.length - reaching);
    if (run.endMs - startMs < LEAST_MS || run.endMs - startMs > MOST_MS) continue;
    const known = { ...baseline, values: baseline.values.subarray(0, baseline.values.length - reaching) };
    const own = reaching === 0 || fit === null ? model : fit(known);
    if (own === null) continue;
    const silence = judged(
      { startMs, endMs: run.endMs },
      own,
      extraNats,
      timeAt(window, window.values.length),
    );
    if (silence === null || (found !== null && silence.nats <= found.nats)) continue;
    const leastNats = PAST.factor * pastNats(known, own);
    if (silence.nats >= leastNats)
      found = { ...silence, thresholdNats: Math.max(silence.thresholdNats, leastNats) };
  }
  return found;
}

function judged(run: Run, model: TrafficModel, extraNats: number, untilMs: number): TrafficStretch | null {
  const first = natsOf({ ...run, endMs: Math.min(run.endMs, run.startMs + FIRST_MS) }, model);
  const whole = natsOf(run, model);
  const isFound = first >= FIRST_NATS + extraNats || whole >= LATER_NATS + extraNats;
  if (!isFound) return null;
  return {
    startMs: run.startMs,
    endMs: untilMs - run.endMs >= CALM_MS ? run.endMs : null,
    seenUntilMs: run.endMs,
    came: 0,
    expected: model.expectedIn(run.startMs, run.endMs - run.startMs),
    nats: whole,
    thresholdNats: (first >= FIRST_NATS + extraNats ? FIRST_NATS : LATER_NATS) + extraNats,
  };
}

function natsOf({ startMs, endMs }: Run, model: TrafficModel): number {
  const lengthMs = endMs - startMs;
  const { usual, size } = expectationOf(model.expectedIn(startMs, lengthMs), startMs, lengthMs, model);
  return lowerTailNats(0, usual, size);
}

/** Of the silences of the past, what the strangest but for a few reached. */
function pastNats(baseline: Grid, model: TrafficModel): number {
  const scores = runsOf(baseline)
    .filter(({ startMs, endMs }) => endMs - startMs >= LEAST_MS)
    .map((run) => natsOf(run, model));
  return scores.sort((left, right) => right - left)[PAST.outages] ?? 0;
}

/** Stretches in which nothing was counted, in order of time. */
function runsOf(grid: Grid): Run[] {
  const runs: Run[] = [];
  let start = 0;
  for (let index = 0; index <= grid.values.length; index += 1) {
    if (index < grid.values.length && !((grid.values[index] ?? 0) > 0)) continue;
    if (index > start) runs.push({ startMs: timeAt(grid, start), endMs: timeAt(grid, index) });
    start = index + 1;
  }
  return runs;
}

/** So many periods at the end of a grid without a request. */
function quietEnd({ values }: Grid): number {
  const last = values.findLastIndex((value) => value > 0);
  return values.length - 1 - last;
}
