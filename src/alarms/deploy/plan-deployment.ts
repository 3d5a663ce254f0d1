/**
 * What would change where the wanted alarms meet those that are deployed.
 *
 *     specs ─▶ prepared, as every dialect writes them ─┐
 *                                                      ├─▶ added · changed · stale · foreign · refused
 *     DescribeAlarms + tags ───────────────────────────┘
 *
 * An alarm is Gatewatch's own by its tags (owner-tags), of this set by one of them. Names decide which two belong together, since to
 * CloudWatch the name is the alarm. What others own is never touched, and of our own nothing is put over what a person changed
 * unless that is asked for.
 */
import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import { ToolError } from "../../core/errors.ts";
import type {
  ChangedAlarm,
  DeploymentPlan,
  ForeignAlarm,
  PlannedAlarm,
} from "../../model/alarm-deployment.ts";
import type { AlarmSpec } from "../../model/alarm-spec.ts";
import type { EmitOptions } from "../../model/emit.ts";
import { prepareAlarms } from "../emitters/prepare-alarms.ts";
import type { PreparedAlarm } from "../emitters/prepared-alarm.ts";
import { canonicalFields } from "./canonical-fields.ts";
import { changedFields, keepActions } from "./compare-fields.ts";
import { isOfSet, isOwned, nameOf, type DeployedAccount, type TaggedAlarm } from "./deployed-account.ts";
import { lookedAt } from "./looked-at.ts";
import { FOR_TAG, KEY_TAG, OWNER_TAGS, PUT_TAG, putTag, SET_TAG, tagValue } from "./owner-tags.ts";
import { filterKey, planFilters } from "./plan-filters.ts";
import { planStale } from "./plan-stale.ts";
import { planStaleFilters } from "./plan-stale-filters.ts";
import { watchedMetrics } from "./watched-metrics.ts";
import { withoutTopics } from "./without-topics.ts";

export interface DeploymentOptions {
  readonly region: string;
  /** Topics, tags and further actions; its name is that of the set. */
  readonly emit: EmitOptions;
  /** Put also over what a person changed, and over fields that are not known here. */
  readonly overwrite: boolean;
  /** Ids of the targets that were looked at, of which alone alarms can be stale; null: all of the account. */
  readonly seen: readonly string[] | null;
}

/** Errors: E_BAD_INPUT for specs that contradict each other; E_USAGE for too many tags. */
export function planDeployment(
  specs: readonly AlarmSpec[],
  deployed: DeployedAccount,
  options: DeploymentOptions,
): DeploymentPlan {
  // Where nothing is wanted any more (a Region's last API is gone) there may be stale alarms.
  const { alarms } =
    specs.length === 0 ? { alarms: [] } : prepareAlarms(specs, { ...options.emit, dashboard: null });
  const specOf = new Map(specs.map((spec) => [spec.key, spec]));
  const filters = planFilters(
    specs.flatMap(({ logMetric }) => logMetric ?? []),
    deployed,
    options.overwrite,
  );
  const byName = new Map(deployed.alarms.map((alarm) => [nameOf(alarm), alarm]));
  const plan = {
    added: [] as PlannedAlarm[],
    changed: [] as ChangedAlarm[],
    refused: [] as { name: string; why: string }[],
    unchanged: 0,
  };
  const untold = new Set<string>();
  for (const prepared of alarms) {
    const wanted = wantedAlarm(prepared, specOf.get(prepared.key), options, untold);
    const known = byName.get(wanted.name);
    const why = refusal(prepared, wanted, known, filters.refused, plan.refused, options, byName);
    if (why !== null) plan.refused.push({ name: wanted.name, why });
    else if (known === undefined) plan.added.push(withTags(wanted));
    else {
      const change = changeOf(wanted, known, options.overwrite);
      if (change === null) plan.unchanged += 1;
      else plan.changed.push(change);
    }
  }
  const stale = planStale(alarms, deployed, plan, options);
  return {
    region: options.region,
    ...plan,
    ...stale,
    foreign: foreignTo(alarms, deployed, options.emit.name),
    filters: filters.planned,
    staleFilters: planStaleFilters(alarms, deployed, stale.stale),
    unseenFilters: stale.stale.length > 0 ? deployed.unseenFilters : null,
    untold: [...untold].sort(),
  };
}

interface WantedAlarm extends PlannedAlarm {
  readonly tags: Readonly<Record<string, string>>;
}

function wantedAlarm(
  { key, kind, why, definition }: PreparedAlarm,
  spec: AlarmSpec | undefined,
  { emit }: DeploymentOptions,
  untold: Set<string>,
): WantedAlarm {
  const { Tags = [], ...bare } = withoutTopics(definition, untold);
  const tags = {
    ...Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
    [KEY_TAG]: tagValue(key),
    [FOR_TAG]: tagValue(spec?.target ?? ""),
    [SET_TAG]: emit.name,
    [PUT_TAG]: putTag(canonicalFields(bare)),
  };
  if (Object.keys(tags).length > ALARM_LIMITS.tags) {
    throw new ToolError("E_USAGE", `${definition.AlarmName} would have ${Object.keys(tags).length} tags`, {
      hint: `An alarm holds ${ALARM_LIMITS.tags}, of which Gatewatch needs ${OWNER_TAGS}: give fewer with --tag.`,
    });
  }
  return {
    name: definition.AlarmName,
    kind,
    why,
    definition: bare,
    needsFilter: spec?.logMetric ? filterKey(spec.logMetric) : null,
    tags,
  };
}

function withTags({ tags, definition, ...alarm }: WantedAlarm): PlannedAlarm {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return { ...alarm, definition: { ...definition, Tags } };
}

/** Why a wanted alarm is not put; null where it may be. */
function refusal(
  prepared: PreparedAlarm,
  wanted: WantedAlarm,
  known: TaggedAlarm | undefined,
  filters: ReadonlyMap<string, string>,
  refused: DeploymentPlan["refused"],
  { emit }: DeploymentOptions,
  byName: ReadonlyMap<string, TaggedAlarm>,
): string | null {
  if (known && !isOwned(known)) return "an alarm of this name is there and is not Gatewatch's";
  if (known && !isOfSet(known, emit.name)) {
    return `an alarm of this name belongs to the set "${known.tags[SET_TAG] ?? ""}"`;
  }
  if (known && known.alarm.kind !== wanted.kind) {
    return `an alarm of this name is there and is a ${known.alarm.kind} alarm; delete it first`;
  }
  const filter = wanted.needsFilter === null ? undefined : filters.get(wanted.needsFilter);
  if (filter !== undefined) return filter;
  if (prepared.kind === "metric") return null;
  // CloudWatch takes no composite whose alarms do not exist.
  const missing = lookedAt(wanted.definition).find(
    (name) => refused.some((other) => other.name === name) && !byName.has(name),
  );
  return missing === undefined ? null : `it looks at "${missing}", which is not put`;
}

function changeOf(wanted: WantedAlarm, known: TaggedAlarm, overwrite: boolean): ChangedAlarm | null {
  const { tags, ...alarm } = wanted;
  const definition = keepActions(wanted.definition, known.alarm.fields);
  const fields = changedFields(known.alarm.fields, definition, known.tags[PUT_TAG]);
  const isTagged = Object.entries(tags).every(([key, value]) => known.tags[key] === value);
  if (fields.length === 0 && isTagged) return null;
  const isHeld = !overwrite && fields.some(({ origin }) => origin !== "own");
  return { ...alarm, definition, arn: known.alarm.deployed?.arn ?? "", fields, tags, isHeld };
}

function foreignTo(
  alarms: readonly PreparedAlarm[],
  { alarms: deployed }: DeployedAccount,
  set: string,
): readonly ForeignAlarm[] {
  const others = deployed.filter((alarm) => !isOfSet(alarm, set));
  const wantedNames = new Set(alarms.map(({ definition }) => definition.AlarmName));
  const watching = new Map<string, string>();
  for (const { kind, definition } of alarms) {
    const watched = kind === "metric" ? watchedMetrics(definition) : "";
    if (watched !== "" && !watching.has(watched)) watching.set(watched, definition.AlarmName);
  }
  return others.flatMap((alarm): ForeignAlarm[] => {
    const name = nameOf(alarm);
    if (wantedNames.has(name)) return [{ name, reason: "same-name", wanted: name }];
    const wanted = watching.get(watchedMetrics(alarm.alarm.fields));
    return wanted === undefined ? [] : [{ name, reason: "same-metric", wanted }];
  });
}
