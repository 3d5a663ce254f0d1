/**
 * What a drill works on: a target's recorded series, cut to the times around which incidents are laid.
 *
 *        judgedFromMs            startMs                     endMs
 *   -----|-----------------------|===========================|
 *   what the alarms look back on  the incident, at its most an hour
 */
import { MINUTE_MS, type Window } from "../../core/window.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";
import { createOverlay, type Overlay } from "../../simulate/overlay.ts";
import { chooseStarts, type ChosenStart } from "./choose-starts.ts";
import { cutSeries } from "./cut-series.ts";

export interface DrillGround {
  readonly target: Target;
  /** At least one. */
  readonly starts: readonly GroundStart[];
}

interface GroundStart extends ChosenStart {
  readonly endMs: number;
  /** Alarms are judged in (judgedFromMs, endMs]. */
  readonly judgedFromMs: number;
  /** The recording up to `endMs`; of the same order as everything that is laid over it. */
  readonly series: readonly Series[];
  /** Its part from the start on, ready to have incidents laid over it. */
  readonly overlay: Overlay;
}

export interface GroundOptions {
  /** Where the series were read throughout. */
  readonly window: Window;
  readonly incidentMs: number;
  /** The longest that an alarm looks back. */
  readonly lookBackMs: number;
  /** Whether an alarm learns from everything before it (an anomaly band). */
  readonly needsWholePast?: boolean;
  /** The series that alarms watch; undefined: all of them. What nobody watches is not worked out. */
  readonly watched?: ReadonlySet<Series>;
}

/** What an alarm keeps of a state that it came to earlier is forgotten after so long. */
const SETTLING_MS = 60 * MINUTE_MS;

/**
 * The target's ground; a text where there is none, which is why.
 *
 * Cost: the first incident laid at each start rebuilds the recording, which takes some ten times as long as every further
 * one. Lay all incidents over one ground.
 *
 * @param series of one period, the target's own and what else the alarms watch.
 */
export function prepareGround(
  target: Target,
  series: readonly Series[],
  { window, incidentMs, lookBackMs, needsWholePast = false, watched }: GroundOptions,
): DrillGround | string {
  const own = series.filter((one) => one.target === target.id);
  const counts = own.filter(
    ({ route, metric, stat }) =>
      route === null && stat === "Sum" && ["Count", "ConnectCount", "MessageCount"].includes(metric),
  );
  if (counts.every(({ runs }) => runs.length === 0)) return "no requests were recorded";
  const firstMs = window.startMs + lookBackMs;
  const chosen = chooseStarts(onePlace(counts), { startMs: firstMs, endMs: window.endMs }, incidentMs);
  if (chosen.length === 0) {
    const [before, after] = [lookBackMs, incidentMs].map((length) => Math.ceil(length / MINUTE_MS));
    return `no time in the recording has requests, ${before} min before it for alarms to look back on, and ${after} min after it for an incident`;
  }
  return {
    target,
    starts: chosen.map((start): GroundStart => {
      const endMs = start.startMs + incidentMs;
      const judgedFromMs = Math.max(firstMs, start.startMs - SETTLING_MS - lookBackMs);
      const fromMs = needsWholePast ? -Infinity : judgedFromMs - lookBackMs - SETTLING_MS;
      const written = new Set<Series>();
      const during = series.map((one) => {
        const cut = cutSeries(one, start.startMs, endMs);
        if (watched?.has(one) ?? true) written.add(cut);
        return cut;
      });
      return {
        ...start,
        endMs,
        judgedFromMs: Math.min(judgedFromMs, start.startMs - MINUTE_MS),
        series: series.map((one) => cutSeries(one, fromMs, endMs)),
        overlay: createOverlay(during, target, written),
      };
    }),
  };
}

/** An API's own total, where it stands beside the stage's, counts the same requests again. */
function onePlace(counts: readonly Series[]): Series[] {
  const seen = new Map(counts.map((series) => [series.metric, series]));
  for (const series of counts) {
    const known = seen.get(series.metric);
    if (known && Object.keys(series.dimensions).length > Object.keys(known.dimensions).length) {
      seen.set(series.metric, series);
    }
  }
  return [...seen.values()];
}
