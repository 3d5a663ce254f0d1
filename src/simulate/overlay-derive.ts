import type { Measure } from "../catalog/metrics.ts";
import type { Tally, TallyKey } from "./overlay-cell.ts";
import type { PartState } from "./overlay-part.ts";
import { mixturePoints, Quantiles, type Mixture } from "./overlay-points.ts";

/** A period of a stage or route before and after. The tallies are the recorded ones, the points a model of them. */
export interface Change {
  readonly before: PartState;
  readonly after: PartState;
}

/** Computes each statistic once for all series that ask for it. */
export interface Deriver {
  /**
   * The statistic afterwards.
   *
   * @param recorded what it was; undefined where there was no datapoint
   * @returns undefined where there is no datapoint; `recorded`, the same number, where nothing changes
   */
  derive(measure: Measure, stat: string, recorded: number | undefined): number | undefined;
}

const TALLY_OF_MEASURE: Readonly<Partial<Record<Measure, TallyKey>>> = {
  requests: "requests",
  clientErrors: "clientErrors",
  serverErrors: "serverErrors",
  cacheHits: "cacheHits",
  cacheMisses: "cacheMisses",
  connects: "connects",
  messages: "messages",
  integrationErrors: "integrationErrors",
  executionErrors: "executionErrors",
};
const IS_COUNT: readonly Measure[] = ["requests", "connects", "messages"];

export function createDeriver({ before, after }: Change): Deriver {
  const sides = {
    latency: sideOf("latency", "requests", before, after),
    integrationLatency: sideOf("integrationLatency", "integrated", before, after),
  };
  return {
    derive: (measure, stat, recorded) => {
      if (measure === "latency" || measure === "integrationLatency") {
        return sides[measure](stat, recorded);
      }
      if (measure === "bytes") return deriveBytes(stat, recorded, before.tally, after.tally);
      const key = TALLY_OF_MEASURE[measure];
      if (key === undefined) return recorded;
      if (IS_COUNT.includes(measure)) return deriveCount(stat, recorded, before.tally[key], after.tally[key]);
      return deriveErrors(stat, recorded, key, before.tally, after.tally);
    },
  };
}

/** Every sample of a count is 1, so that the other statistics never change. */
function deriveCount(
  stat: string,
  recorded: number | undefined,
  before: number,
  after: number,
): number | undefined {
  if (after === 0) return undefined;
  if (after === before) return recorded;
  return stat === "Sum" || stat === "SampleCount" ? after : (recorded ?? 1);
}

/** Error and cache metrics have a sample of 0 or 1 for every request. */
function deriveErrors(
  stat: string,
  recorded: number | undefined,
  key: TallyKey,
  before: Tally,
  after: Tally,
): number | undefined {
  if (after.requests === 0) return undefined;
  const count = after[key];
  if (count === before[key] && after.requests === before.requests) return recorded;
  switch (stat) {
    case "Sum":
      // A recording may leave zeros out; none is invented.
      return recorded === undefined && count === 0 ? undefined : count;
    case "Average":
      return recorded === undefined && count === 0 ? undefined : count / after.requests;
    case "SampleCount":
      return after.requests;
    case "Maximum":
      return count > 0 ? 1 : 0;
    case "Minimum":
      return count === after.requests ? 1 : 0;
    default:
      return recorded;
  }
}

/** What a request weighs does not change. */
function deriveBytes(
  stat: string,
  recorded: number | undefined,
  before: Tally,
  after: Tally,
): number | undefined {
  if (after.requests === 0) return undefined;
  if (recorded === undefined || after.requests === before.requests) return recorded;
  return stat === "Sum" || stat === "SampleCount" ? (recorded * after.requests) / before.requests : recorded;
}

/**
 * Latency statistics move by as much as the model's: the rebuilt model meets the recording only nearly, and
 * what it misses is not the incident's doing.
 */
function sideOf(
  side: "latency" | "integrationLatency",
  key: "requests" | "integrated",
  before: PartState,
  after: PartState,
): (stat: string, recorded: number | undefined) => number | undefined {
  return (stat, recorded) => {
    if (after.tally[key] === 0) return undefined;
    if (stat === "SampleCount") {
      if (before.tally[key] === after.tally[key]) return recorded;
      return Math.max(1, (recorded ?? before.tally[key]) + after.tally[key] - before.tally[key]);
    }
    const read = readerOf(stat);
    if (read === undefined) return recorded;
    if (stat === "Sum") {
      const mean = recorded === undefined ? undefined : recorded / before.tally[key];
      const movedMean = moved(
        mean,
        read(quantilesOf(before.points[side]())),
        read(quantilesOf(after.points[side]())),
      );
      if (movedMean === mean && before.tally[key] === after.tally[key]) return recorded;
      return movedMean === undefined ? recorded : movedMean * after.tally[key];
    }
    return moved(recorded, read(quantilesOf(before.points[side]())), read(quantilesOf(after.points[side]())));
  };
}

/** What was recorded is the same before every incident that is laid over it. */
const known = new WeakMap<Mixture, Quantiles>();

function quantilesOf(mixture: Mixture): Quantiles {
  const found = known.get(mixture) ?? new Quantiles(mixturePoints(mixture));
  known.set(mixture, found);
  return found;
}

function readerOf(stat: string): ((distribution: Quantiles) => number) | undefined {
  if (stat === "Average" || stat === "Sum") return (distribution) => distribution.mean;
  if (stat === "Minimum") return (distribution) => distribution.minimum;
  if (stat === "Maximum") return (distribution) => distribution.maximum;
  if (!/^p\d+(\.\d+)?$/.test(stat)) return undefined;
  const q = Number(stat.slice(1)) / 100;
  return (distribution) => distribution.at(q);
}

/** Rises are added and falls are divided out, so that no latency ever falls below zero. */
function moved(recorded: number | undefined, old: number, now: number): number | undefined {
  if (!Number.isFinite(now)) return recorded;
  if (recorded === undefined || !Number.isFinite(old) || old <= 0) return now;
  if (Math.abs(now - old) <= 1e-9 * old) return recorded;
  return now > old ? recorded + (now - old) : (recorded * now) / old;
}
