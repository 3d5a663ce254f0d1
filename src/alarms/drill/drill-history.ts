import type { Series } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { placeOf } from "./alarm-place.ts";
import { textOfSeries } from "./series-text.ts";

/**
 * What a snapshot holds for a drill, each series once: what was read for alarms, told whose it is, and what every report
 * reads, by which a period is rebuilt.
 */
export function drillHistory({ targets, series, alarmHistory }: Snapshot): Series[] {
  const forAlarms = (alarmHistory?.series ?? []).map((one) => ownedBy(one, targets));
  const known = new Set(forAlarms.map(textOfSeries));
  return [...forAlarms, ...series.filter((one) => !known.has(textOfSeries(one)))];
}

/** A metric of a whole API is that of its stage, where it has but one. */
function ownedBy(series: Series, targets: readonly Target[]): Series {
  if (series.target !== null) return series;
  const owners = targets.flatMap((target) => {
    const place = placeOf(series, target);
    return place === undefined ? [] : [{ target: target.id, route: place.route }];
  });
  const [owner] = owners;
  return owner !== undefined && owners.length === 1 ? { ...series, ...owner } : series;
}
