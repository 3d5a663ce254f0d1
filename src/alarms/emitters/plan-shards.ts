import { TEMPLATE_LIMITS } from "../../catalog/template-limits.ts";
import type { PreparedAlarm } from "./prepared-alarm.ts";
import { shardsOf } from "./shards.ts";

export interface PlannedShard {
  /** "" for the parent; otherwise "1", "01", or "composites-1-01" for the first level of alarms that need others. */
  readonly name: string;
  /** The id of the nested stack in the parent; "" for the parent. */
  readonly stackId: string;
  readonly alarms: readonly PreparedAlarm[];
  /** Ids in the parent, of alarms and nested stacks, that must exist before this one. */
  readonly waitsFor: readonly string[];
}

/** Left free for the header, the parameters and a dashboard. */
const SPARE = { resources: 10, bytes: 100_000 };
const CHILD = {
  resources: TEMPLATE_LIMITS.resources - SPARE.resources,
  bytes: TEMPLATE_LIMITS.bytes - SPARE.bytes,
};
/** The parent also holds the nested stacks, and the composite alarms while these are few. */
const PARENT = { resources: 240, bytes: 450_000 };
const COMPOSITES_IN_PARENT = { resources: 150, bytes: 250_000 };

/**
 * Which alarm stands in which template. All in the parent where they fit. Otherwise what needs no other alarm is spread over
 * parent and nested stacks by its key, and composite alarms stay in the parent, where they can wait for the stacks; where
 * even these are too many, every level of them gets stacks of its own, so that no two stacks wait for each other.
 *
 * @param weigh bytes of an alarm's resource and its metric filter's, rather too many than too few.
 */
export function planShards(
  alarms: readonly PreparedAlarm[],
  weigh: (alarm: PreparedAlarm) => number,
): { parent: PlannedShard; children: PlannedShard[] } {
  const items = alarms.map((alarm) => ({
    key: alarm.key,
    bytes: weigh(alarm),
    resources: alarm.filter === null ? 1 : 2,
    alarm,
  }));
  type Item = (typeof items)[number];
  const fit = (list: readonly Item[], { resources, bytes }: typeof CHILD) =>
    list.reduce((sum, item) => sum + item.resources, 0) <= resources &&
    list.reduce((sum, item) => sum + item.bytes, 0) <= bytes;
  const bare = (list: readonly Item[]) => list.map(({ alarm }) => alarm);
  const whole = { name: "", stackId: "", waitsFor: [] };
  if (fit(items, CHILD)) return { parent: { ...whole, alarms }, children: [] };

  const [first, ...others] = shardsOf(
    items.filter(({ alarm }) => alarm.level === 0),
    { parent: PARENT, child: CHILD },
  );
  const children: PlannedShard[] = others.map((shard) => ({
    name: shard.name,
    stackId: `Alarms${shard.name}`,
    alarms: bare(shard.items),
    waitsFor: [],
  }));
  const inParent = bare(first?.items ?? []);
  const composites = items.filter(({ alarm }) => alarm.level > 0);
  if (fit(composites, COMPOSITES_IN_PARENT)) {
    return { parent: { ...whole, alarms: [...inParent, ...bare(composites)] }, children };
  }
  const places = new Map(inParent.map(({ key, logicalId }) => [key, logicalId]));
  for (const child of children) for (const { key } of child.alarms) places.set(key, child.stackId);
  const levels = Math.max(...composites.map(({ alarm }) => alarm.level));
  for (let level = 1; level <= levels; level += 1) {
    const ofLevel = composites.filter(({ alarm }) => alarm.level === level);
    for (const shard of shardsOf(ofLevel, { parent: CHILD, child: CHILD })) {
      const members = bare(shard.items);
      const stackId = `Composites${level}x${shard.name}`;
      const waitsFor = new Set(
        members.flatMap(({ dependsOn }) => dependsOn.flatMap((key) => places.get(key) ?? [])),
      );
      children.push({
        name: ["composites", level, shard.name].filter((part) => part !== "").join("-"),
        stackId,
        alarms: members,
        waitsFor: [...waitsFor],
      });
      for (const { key } of members) places.set(key, stackId);
    }
  }
  return { parent: { ...whole, alarms: inParent }, children };
}
