import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import { KEY_TAG, SET_TAG } from "./owner-tags.ts";

/** What a region holds that a deployment has to know. */
export interface DeployedAccount {
  readonly alarms: readonly TaggedAlarm[];
  readonly filters: readonly DeployedFilter[];
  /** Filters that make what owned alarms watch which may be stale, and why these could not be read. */
  readonly ownFilters: readonly DeployedFilter[];
  readonly unseenFilters: string | null;
  /** Log groups that were looked for and are not there. */
  readonly missingGroups: readonly string[];
}

export interface TaggedAlarm {
  readonly alarm: DeclaredAlarm;
  readonly tags: Readonly<Record<string, string>>;
}

/** An item of DescribeMetricFilters; fields that are not named here are kept under their names. */
export interface DeployedFilter {
  readonly logGroupName: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly Readonly<Record<string, unknown>>[];
  readonly others: Readonly<Record<string, unknown>>;
}

/** Of CloudFormation, whose alarms are its own whatever other tags they carry. */
const STACK_TAG = "aws:cloudformation:stack-id";

/** Whether Gatewatch put the alarm, in whatever set. */
export function isOwned({ tags }: TaggedAlarm): boolean {
  return tags[KEY_TAG] !== undefined && tags[STACK_TAG] === undefined;
}

export function isOfSet(alarm: TaggedAlarm, set: string): boolean {
  return isOwned(alarm) && alarm.tags[SET_TAG] === set;
}

export function nameOf({ alarm }: TaggedAlarm): string {
  return String(alarm.fields["AlarmName"]);
}
