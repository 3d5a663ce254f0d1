import type { AlarmCollection, DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { YamlPath } from "../../model/yaml/positioned-yaml.ts";
import { toAlarmSet, type CheckedAlarms } from "../to-alarm-set.ts";
import type { CaseFile } from "./case-file-schema.ts";
import type { CaseProblems } from "./case-problems.ts";

/** What a path of the file holds, or why it cannot be read. */
export type AlarmsOf = (path: string) => readonly AlarmCollection[] | string;

type Setting = Pick<CaseFile, "alarms" | "muteRules">;

/** The paths to files with alarms that a file of tests names, each once. */
export function alarmPaths(file: CaseFile): string[] {
  const all = [file, ...file.tests].flatMap(({ alarms = [] }) => alarms);
  return [...new Set(all.filter((alarm) => typeof alarm === "string"))];
}

/**
 * The alarms of a test: those of the file and its own, in files and written out. Only what is written out must be right
 * as a whole: a template may hold alarms that no test is about.
 */
export function caseAlarms(
  settings: readonly { readonly setting: Setting; readonly path: YamlPath }[],
  file: string,
  alarmsOf: AlarmsOf,
  problems: CaseProblems,
): CheckedAlarms {
  const collections = settings.flatMap(({ setting, path }) =>
    (setting.alarms ?? []).flatMap((alarm, index): readonly AlarmCollection[] => {
      const own = [...path, "alarms", index];
      if (typeof alarm !== "string") {
        return [inlineCollection(alarm, file, problems.lineOf(own))];
      }
      const found = alarmsOf(alarm);
      if (typeof found !== "string") return found;
      problems.add(own, found);
      return [];
    }),
  );
  const muteRules = [...collections, ...settings.map(({ setting }) => setting)].flatMap(
    (source) => source.muteRules ?? [],
  );
  const checked = toAlarmSet(
    collections.flatMap(({ alarms }) => alarms.map(withStandIns)),
    muteRules,
  );
  for (const { alarm, problems: wrong } of checked.refused) {
    const at = settings.flatMap(({ setting, path }) =>
      (setting.alarms ?? []).flatMap((own, index) =>
        own === alarm.fields ? [[...path, "alarms", index]] : [],
      ),
    );
    for (const path of at) for (const text of wrong) problems.addField(path, text);
  }
  return checked;
}

function inlineCollection(
  fields: Readonly<Record<string, unknown>> & { readonly AlarmName: string },
  file: string,
  line: number,
): AlarmCollection {
  const kind = "AlarmRule" in fields ? "composite" : "metric";
  const place = { file, line, id: fields.AlarmName };
  const alarm: DeclaredAlarm = { kind, fields, unknown: [], place, silenced: [], deployed: null };
  return { dialect: "gatewatch", alarms: [alarm], muteRules: [], problems: [] };
}

/** An API's id is known only after deployment; a test gives the series, and any name for it will do. */
function withStandIns(alarm: DeclaredAlarm): DeclaredAlarm {
  const unknown = alarm.unknown.filter(({ path }) => !/\bDimensions\[\d+\]\.Value$/.test(path));
  return unknown.length === alarm.unknown.length ? alarm : { ...alarm, unknown };
}
