import { DASHBOARD_LIMITS } from "../../catalog/dashboard-limits.ts";
import { ToolError } from "../../core/errors.ts";
import type { AlarmSpec, LogMetric } from "../../model/alarm-spec.ts";
import type { EmitOptions } from "../../model/emit.ts";
import { alarmReferences, nameOfReference } from "./alarm-references.ts";
import { composeTexts } from "./compose-texts.ts";
import { completeDefinition, definitionProblems } from "./complete-definition.ts";
import type { PreparedAlarm, PreparedAlarms } from "./prepared-alarm.ts";
import { logicalId, terraformName } from "./resource-ids.ts";
import { topicsOf } from "./topics-of.ts";

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

interface Draft {
  readonly spec: AlarmSpec;
  readonly logMetric: LogMetric | null;
  readonly definition: AlarmSpec["definition"];
  readonly logicalId: string;
}

/**
 * The specs with the options applied, ids given, and ordered so that CloudWatch takes them one after the other: it refuses a
 * composite alarm while an alarm of its rule does not exist.
 *
 * Errors: E_BAD_INPUT with all that is wrong: no specs; a key, an id or an AlarmName given twice; alarms that wait for
 * each other; and what `definitionProblems` tells.
 */
export function prepareAlarms(specs: readonly AlarmSpec[], options: EmitOptions): PreparedAlarms {
  const drafts = specs.map((spec) => ({
    spec,
    logMetric: spec.logMetric === undefined ? null : composeTexts(spec.logMetric),
    definition: completeDefinition(spec.definition, options),
    logicalId: logicalId(spec.key),
  }));
  const dashboard = composeTexts(options.dashboard);
  const problems = [
    ...(NAME.test(options.name)
      ? []
      : [`"${options.name}" names files and a class: lower-case words with hyphens`]),
    ...dashboardProblems(dashboard, drafts),
    ...(drafts.length === 0 ? ["there is no alarm"] : []),
    ...drafts.flatMap(({ spec, definition }) =>
      definitionProblems(definition).map((problem) => `${spec.key}: ${problem}`),
    ),
    ...filterProblems(drafts),
    ...twice(drafts, "the alarm name", ({ definition }) => definition.AlarmName),
    ...twice(drafts, "the key", ({ spec }) => spec.key),
    ...twice(drafts, "the id", (draft) => draft.logicalId),
  ];
  if (problems.length > 0) throw refusal(problems);
  const alarms = inOrder(drafts);
  return { alarms, topics: topicsOf(alarms), dashboard };
}

function dashboardProblems(dashboard: EmitOptions["dashboard"], drafts: readonly Draft[]): string[] {
  if (dashboard === null) return [];
  const names = new Set(drafts.map(({ definition }) => definition.AlarmName));
  const shown = dashboard.body.widgets.flatMap((widget) =>
    widget.type === "alarm" ? widget.properties.alarmNames : [],
  );
  return [
    ...(DASHBOARD_LIMITS.name.test(dashboard.name)
      ? []
      : [`"${dashboard.name}" is no name of a dashboard: letters, digits, "-" and "_", up to 255`]),
    ...shown
      .filter((name) => !names.has(name))
      .map((name) => `the dashboard shows the alarm "${name}", which is not among those written`),
  ];
}

/** Alarms may share a filter, but a filter makes one metric. */
function filterProblems(drafts: readonly Draft[]): string[] {
  const known = new Map<string, string>();
  return drafts.flatMap(({ spec, logMetric }) => {
    if (logMetric === null) return [];
    const { logGroupName, filterName } = logMetric;
    const text = JSON.stringify(logMetric);
    const name = filterNameOf(logMetric);
    const other = known.get(name) ?? text;
    known.set(name, other);
    return other === text
      ? []
      : [`${spec.key}: the metric filter "${filterName}" of "${logGroupName}" is given in two ways`];
  });
}

function filterNameOf({ logGroupName, filterName }: LogMetric): string {
  return `${logGroupName}:${filterName}`;
}

function refusal(problems: string[]): ToolError {
  return new ToolError("E_BAD_INPUT", "these alarms cannot be written", {
    hint: "Nothing was written. Names and keys are unique; see each line for the rest.",
    details: problems,
  });
}

function twice(drafts: readonly Draft[], what: string, textOf: (draft: Draft) => string): string[] {
  const first = new Map<string, Draft>();
  const problems: string[] = [];
  for (const draft of drafts) {
    const text = textOf(draft);
    const other = first.get(text);
    if (other) problems.push(`${what} "${text}" is given twice: by ${other.spec.key} and ${draft.spec.key}`);
    else first.set(text, draft);
  }
  return problems;
}

function inOrder(drafts: readonly Draft[]): PreparedAlarm[] {
  const byName = new Map(drafts.map((draft) => [draft.definition.AlarmName, draft]));
  const done = new Map<Draft, PreparedAlarm>();
  const waiting = new Set<Draft>();
  const filters = new Set<string>();
  const isFirst = (logMetric: LogMetric): boolean => {
    const name = filterNameOf(logMetric);
    return !filters.has(name) && filters.add(name).has(name);
  };
  const prepare = (draft: Draft): PreparedAlarm => {
    const before = done.get(draft);
    if (before) return before;
    if (waiting.has(draft)) {
      throw refusal([...waiting].map(({ spec }) => `${spec.key}: waits for itself through its alarm rule`));
    }
    waiting.add(draft);
    const needed = dependenciesOf(draft, byName).map(prepare);
    waiting.delete(draft);
    const prepared = toPrepared(draft, needed, draft.logMetric !== null && isFirst(draft.logMetric));
    done.set(draft, prepared);
    return prepared;
  };
  for (const draft of drafts) prepare(draft);
  return [...done.values()];
}

function dependenciesOf({ definition }: Draft, byName: ReadonlyMap<string, Draft>): Draft[] {
  if (!("AlarmRule" in definition)) return [];
  const names = alarmReferences(definition.AlarmRule);
  if (definition.ActionsSuppressor !== undefined) names.push(nameOfReference(definition.ActionsSuppressor));
  return [...new Set(names)].flatMap((name) => byName.get(name) ?? []);
}

function toPrepared(
  { spec, definition, logicalId: id, logMetric }: Draft,
  needed: readonly PreparedAlarm[],
  bringsFilter: boolean,
): PreparedAlarm {
  const name = terraformName(spec.key);
  const base = {
    key: spec.key,
    why: spec.why,
    logicalId: id,
    terraformName: name,
    filter:
      bringsFilter && logMetric !== null
        ? { logMetric, logicalId: `${id}Filter`, terraformName: `${name}_filter` }
        : null,
    isExported: spec.isExported === true,
    dependsOn: needed.map(({ key }) => key),
    level: Math.max(-1, ...needed.map(({ level }) => level)) + 1,
  };
  return "AlarmRule" in definition
    ? { ...base, kind: "composite", definition }
    : { ...base, kind: "metric", definition };
}
