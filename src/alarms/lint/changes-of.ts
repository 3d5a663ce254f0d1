import { groupBy } from "./group-by.ts";
import type { KeptHistory } from "./lint-context.ts";

/** What is kept of one alarm, oldest first. */
export function changesOf(kept: KeptHistory, alarm: string): KeptHistory["changes"] {
  const byAlarm = known.get(kept) ?? groupBy(kept.changes, (change) => change.alarm);
  known.set(kept, byAlarm);
  return byAlarm.get(alarm) ?? [];
}

/** Of thousands of alarms each asks for its own. */
const known = new WeakMap<KeptHistory, ReadonlyMap<string, KeptHistory["changes"]>>();
