import type { TargetCoverage } from "./alarm-coverage.ts";
import type { AlarmPlace } from "./declared-alarm.ts";
import type { BlindSpot, Cost } from "./snapshot.ts";

/** From least to most. */
export const LINT_SEVERITIES = ["note", "warning", "error"] as const;
export type LintSeverity = (typeof LINT_SEVERITIES)[number];

/** Something wrong with an alarm, told by a rule. */
export interface LintFinding {
  readonly rule: string;
  readonly severity: LintSeverity;
  /** The alarm's name, or a target's id where it is one that has no alarm. */
  readonly alarm: string;
  readonly place: AlarmPlace;
  /** The field that it is about: "Dimensions[0].Value"; null where it is the alarm as a whole. */
  readonly path: string | null;
  /** What is wrong, with the value seen. */
  readonly message: string;
  /** The next step. */
  readonly fix: string;
  /** Who silenced it and until when; null where nobody did. */
  readonly silenced: string | null;
}

/** What a reader may know of a rule: its page, without examples. */
export interface LintRuleText {
  /** Also the name of its file and of its page, docs/alarms/lint/ID.md. */
  readonly id: string;
  /** Of most of its findings; one may be graver or lighter. */
  readonly severity: LintSeverity;
  readonly title: string;
  /** What it looks for. */
  readonly what: string;
  /** What goes wrong with such an alarm. */
  readonly why: string;
  readonly fix: string;
}

/** All that `gatewatch alarms lint` has to say. */
export interface LintReport {
  readonly rules: readonly LintRuleText[];
  /** Silenced ones among them. In the order of file, line and alarm. */
  readonly findings: readonly LintFinding[];
  /** What was looked at, in order. */
  readonly alarms: readonly { readonly name: string; readonly place: AlarmPlace }[];
  /** The files that were read, in order. */
  readonly files: readonly string[];
  /** What looked like an alarm and could not be read, or was left out. */
  readonly problems: readonly { readonly place: AlarmPlace; readonly message: string }[];
  /** Null where it was not asked for, or the stages are not known. */
  readonly coverage: readonly TargetCoverage[] | null;
  /** What could not be looked at: rules that need it have said nothing. */
  readonly blindSpots: readonly BlindSpot[];
  /** Null where no account was asked. */
  readonly cost: Cost | null;
  /** Of the configuration: what was to be silent until a day that has passed. */
  readonly expired: readonly {
    readonly rule: string;
    /** Undefined where it was for every alarm. */
    readonly alarm?: string | undefined;
    readonly until: string;
    readonly reason: string;
  }[];
}
