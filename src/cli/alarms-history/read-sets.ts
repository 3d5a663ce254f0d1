import { toAlarmSet, type CheckedAlarms } from "../../alarms/to-alarm-set.ts";
import type { Config } from "../../model/config.ts";
import type { AlarmCollection, DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";

/** Stands for the alarms that are deployed in the account, where a path could stand. */
export const LIVE = "live";

export interface NamedSet {
  /** As typed. */
  readonly label: string;
  readonly checked: CheckedAlarms;
  /** What was read in part only. */
  readonly problems: AlarmCollection["problems"];
  readonly notes: readonly string[];
}

interface SetOptions extends GlobalOptions {
  readonly parameter?: string[];
}

/** All alarms of the paths as one set; the word "live" is the account's. Errors: as readAlarms and readLiveAlarms. */
export async function readSets(
  paths: readonly string[],
  options: SetOptions,
  config: Config,
  context: CliContext,
): Promise<NamedSet> {
  const files = paths.filter((path) => path !== LIVE);
  const collections: AlarmCollection[] = [];
  if (files.length > 0) {
    const { readAlarms } = await import("../alarms-source/read-alarms.ts");
    collections.push(...(await readAlarms(files, options.parameter ?? [], context, options.quiet)));
  }
  if (files.length < paths.length) {
    const { readLiveAlarms } = await import("../alarms-source/read-live-alarms.ts");
    collections.push(...(await readLiveAlarms(options, config, context)));
  }
  return toNamedSet(paths.join(", "), collections);
}

function toNamedSet(label: string, collections: readonly AlarmCollection[]): NamedSet {
  const alarms: DeclaredAlarm[] = collections.flatMap((collection) => [...collection.alarms]);
  const muteRules = collections.flatMap((collection) => [...collection.muteRules]);
  return {
    label,
    checked: toAlarmSet(alarms, muteRules),
    problems: collections.flatMap(({ problems }) => [...problems]),
    notes: [],
  };
}
