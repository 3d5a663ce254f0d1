import type { MuteRule } from "./mute-rule.ts";

/**
 * Alarms as they were found: in a template, a plan, an answer of DescribeAlarms, an account. They may be wrong, and parts
 * of them may be known only to a deployment, so nothing here is checked; `alarms/to-alarm-set` checks.
 */
export interface DeclaredAlarm {
  readonly kind: "metric" | "composite";
  /**
   * The fields of PutMetricAlarm or PutCompositeAlarm under AWS's names, also where the source spells them in another way.
   * A value that only a deployment knows stands as text, "${OrdersApi}", and is named in `unknown`. AlarmName is always
   * there: where the source leaves it to the deployment it is the place's id.
   */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly unknown: readonly UnknownValue[];
  readonly place: AlarmPlace;
  /** Ids of lint rules that the alarm's author has silenced beside it (Metadata, a tag). */
  readonly silenced: readonly string[];
  /** What CloudWatch says of it; null where it was read from a file that does not tell. */
  readonly deployed: DeployedState | null;
}

/** A value that cannot be known before deployment. */
export interface UnknownValue {
  /** Within the fields: "Threshold", "Dimensions[0].Value", "AlarmActions[1]". */
  readonly path: string;
  /** As the source has it, on one line: "!Ref OrdersApi", "aws_sns_topic.page.arn". */
  readonly text: string;
  /** The resource of the same source that it comes from, where it is one. */
  readonly refersTo: { readonly id: string; readonly type: string; readonly attribute: string | null } | null;
}

export interface AlarmPlace {
  /** The file as the user named it, "-" for standard input, or "eu-west-1" for an account's region. */
  readonly file: string;
  /** From 1; null where the format has no lines worth telling (a plan, an account). */
  readonly line: number | null;
  /** Logical id, resource address, or the alarm's name: unique in its file. */
  readonly id: string;
}

export interface DeployedState {
  readonly stateValue: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly transitionedMs: number | null;
  readonly arn: string | null;
  /** When it was last put; null or left out where nobody tells. */
  readonly configuredMs?: number | null;
}

export type AlarmDialect =
  "gatewatch" | "cloudformation" | "terraform" | "terraform-plan" | "describe-alarms" | "account";

/** All alarms of one source. */
export interface AlarmCollection {
  readonly dialect: AlarmDialect;
  readonly alarms: readonly DeclaredAlarm[];
  readonly muteRules: readonly MuteRule[];
  /** What looks like an alarm and could not be read, or could be read in part only; never silently left out. */
  readonly problems: readonly { readonly place: AlarmPlace; readonly message: string }[];
}
