import { createRandom } from "../../core/random.ts";
import type { Series } from "../../model/series.ts";
import type { Incident } from "../../simulate/incident.ts";
import { joinSeries, cutSeries } from "./cut-series.ts";
import type { DrillGround } from "./ground.ts";

/** An incident over a ground: the series that alarms are judged on, at each of the ground's starts. */
export interface LaidIncident {
  readonly incident: Incident;
  readonly magnitude: number;
  readonly starts: readonly LaidStart[];
}

interface LaidStart {
  /** In the ground's order; a series in which nothing changes is the ground's own. */
  readonly series: readonly Series[];
  readonly hasEffect: boolean;
}

/**
 * Lays an incident, on the whole stage. The same seed gives the same series whatever else is laid, and all magnitudes
 * of an incident share their chance.
 *
 * Cost: the expensive half of a drill, milliseconds to tens of milliseconds a start (docs/alarms/drill.md has measured ones);
 * independent of alarms and thresholds, so that a search lays once and judges as often as it likes.
 */
export function layIncident(
  ground: DrillGround,
  incident: Incident,
  magnitude: number,
  seed: number,
): LaidIncident {
  return {
    incident,
    magnitude,
    starts: ground.starts.map(({ name, startMs, endMs, series, overlay }): LaidStart => {
      const random = createRandom(seed).fork(`${ground.target.id} ${incident.name} ${name}`);
      const placed = { route: null, startMs, endMs, magnitude };
      const laid = overlay.lay(incident, placed, random);
      const changed = series.map((recorded, index) => {
        const during = laid.series[index];
        if (during === undefined || during === overlay.recorded[index]) return recorded;
        return joinSeries(cutSeries(recorded, -Infinity, startMs), during);
      });
      return { series: changed, hasEffect: laid.hasEffect };
    }),
  };
}
