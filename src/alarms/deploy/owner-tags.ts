/**
 * Whose an alarm is: four tags.
 *
 *   gatewatch:key   what the alarm is for, made of the spec's key
 *   gatewatch:for   the target, so that a run that looks at one API leaves the alarms of others alone
 *   gatewatch:set   which set of alarms it belongs to (--name), so that two sets of one account leave each other alone
 *   gatewatch:put   what every field was when Gatewatch put it, so that a change by hand is told from a change of ours
 *
 * A tag's value holds at most 256 characters, and only letters, digits, spaces and _ . : / = + - @; keys hold more. So the
 * value is what of a key or a target can be written, and a hash of all of it. A field of gatewatch:put is its letter and 20 bits of
 * a hash of its value.
 *
 * Source: CloudWatch API Reference, Tag (length); AWS Billing User Guide, "User-defined tag restrictions" (characters), 2026.
 */
import { wideHash } from "../../core/wide-hash.ts";
import type { CanonicalFields } from "./canonical-fields.ts";

export const KEY_TAG = "gatewatch:key";
export const FOR_TAG = "gatewatch:for";
export const SET_TAG = "gatewatch:set";
export const PUT_TAG = "gatewatch:put";
export const OWNER_TAGS = 4;

const READABLE_LENGTH = 200;
const HASH_DIGITS = 13;
const FIELD_DIGITS = 4;

/** Letters are never reused: alarms carry them for years. */
const LETTERS: Readonly<Record<string, string>> = {
  AlarmDescription: "a",
  AlarmRule: "b",
  Namespace: "c",
  MetricName: "d",
  Dimensions: "e",
  Statistic: "f",
  ExtendedStatistic: "g",
  Period: "h",
  Unit: "i",
  Metrics: "j",
  ComparisonOperator: "k",
  Threshold: "l",
  ThresholdMetricId: "m",
  EvaluationPeriods: "n",
  DatapointsToAlarm: "o",
  TreatMissingData: "p",
  EvaluateLowSampleCountPercentile: "q",
  ActionsSuppressor: "r",
  ActionsSuppressorWaitPeriod: "s",
  ActionsSuppressorExtensionPeriod: "t",
  ActionsEnabled: "u",
  AlarmActions: "v",
  OKActions: "w",
  InsufficientDataActions: "x",
};

/** Whether Gatewatch can put the field back as it was. */
export function isKnownField(field: string): boolean {
  return Object.hasOwn(LETTERS, field);
}

/** A text as the value of a tag; two texts never share one. */
export function tagValue(text: string): string {
  const readable = text.replace(/[^A-Za-z0-9 _.:/=+\-@]+/g, "_").slice(0, READABLE_LENGTH);
  return `${readable} ${digits(text, HASH_DIGITS)}`;
}

/** "a1x9k k0f3z l77qa": the fields that are set, each as its letter and its hash. */
export function putTag(fields: CanonicalFields): string {
  return [...fields]
    .flatMap(([name, text]) =>
      LETTERS[name] === undefined ? [] : [LETTERS[name] + digits(text, FIELD_DIGITS)],
    )
    .sort()
    .join(" ");
}

/**
 * Whether a field is no longer what it was when Gatewatch put it.
 *
 * @param put the tag; undefined where there is none, so that nobody can tell and every field counts as changed.
 */
export function isChangedByHand(field: string, text: string | undefined, put: string | undefined): boolean {
  if (put === undefined) return true;
  const letter = LETTERS[field];
  const then = put.split(" ").find((part) => part.startsWith(letter ?? "?"));
  const now = text === undefined || letter === undefined ? undefined : letter + digits(text, FIELD_DIGITS);
  return then !== now;
}

function digits(text: string, count: number): string {
  return (wideHash(text) % 36n ** BigInt(count)).toString(36).padStart(count, "0");
}
