import { recordOf } from "../../core/is-record.ts";
import type { AlarmCollection, AlarmPlace, DeclaredAlarm, UnknownValue } from "../../model/declared-alarm.ts";
import { muteRuleSchema, type MuteRule } from "../../model/mute-rule.ts";
import { coerceFields } from "../declared/coerce-fields.ts";
import { declareAlarm, ruleIds } from "../declared/declare-alarm.ts";
import { settleRuleNames } from "../declared/settle-rule-names.ts";
import type { SourceDocument } from "../document/document.ts";
import { conditionValue } from "./condition-value.ts";
import type { Scope } from "./evaluation.ts";
import { createScope } from "./resolve.ts";
import { toTemplate, type TemplateResource } from "./template.ts";
import { unreadableParts } from "./unreadable-parts.ts";

const KINDS: Readonly<Record<string, DeclaredAlarm["kind"]>> = {
  "AWS::CloudWatch::Alarm": "metric",
  "AWS::CloudWatch::CompositeAlarm": "composite",
};
const MUTE_RULE = "AWS::CloudWatch::AlarmMuteRule";
const LOG_ALARM = "AWS::CloudWatch::LogAlarm";

/** Properties in which another alarm is meant by its name or ARN. */
const OF_ALARMS = new Set(["AlarmRule", "ActionsSuppressor", "MuteTargets"]);

/**
 * The alarms of a CloudFormation or SAM template, with its functions resolved where they can be. An alarm whose condition
 * is false is left out, and said to be.
 *
 * @param given values of parameters and pseudo parameters by name.
 */
export function readTemplateAlarms(
  document: SourceDocument,
  file: string,
  given: ReadonlyMap<string, string>,
): AlarmCollection {
  const template = toTemplate(document);
  const scopes: Scopes = {
    values: createScope(template, given, false),
    alarms: createScope(template, given, true),
  };
  const alarms: DeclaredAlarm[] = [];
  const muteRules: MuteRule[] = [];
  const problems: { place: AlarmPlace; message: string }[] = unreadableParts(template).map(
    ({ id, path, message }) => ({ place: { file, line: document.lineOf(path), id }, message }),
  );
  for (const resource of template.resources.values()) {
    const { id, type, condition } = resource;
    const kind = KINDS[type];
    if (kind === undefined && type !== MUTE_RULE && type !== LOG_ALARM) continue;
    const place = { file, line: document.lineOf(["Resources", id]), id };
    const say = (message: string): void => void problems.push({ place, message });
    if (condition !== null) {
      const holds = conditionValue({ Condition: condition }, scopes.values);
      if (holds === null)
        say(
          `whether its condition ${condition} holds is known only after deployment; it is read as if it did`,
        );
      if (holds === false) {
        say(`left out, because its condition ${condition} is false`);
        continue;
      }
    }
    if (type === LOG_ALARM) say("an alarm on a log query cannot be replayed from metrics");
    else if (kind === undefined) {
      const rule = muteRule(resource, scopes);
      if (typeof rule === "string") say(rule);
      else muteRules.push(rule);
    } else {
      const { fields, unknown } = resolved(resource, scopes);
      const silenced = ruleIds(recordOf(resource.metadata["Gatewatch"])["Silence"]);
      alarms.push(declareAlarm({ kind, fields, unknown, place, silenced, deployed: null }));
    }
  }
  return { dialect: "cloudformation", alarms: settleRuleNames(alarms), muteRules, problems };
}

interface Scopes {
  readonly values: Scope;
  /** For properties that mean alarms. */
  readonly alarms: Scope;
}

function resolved(
  { properties }: TemplateResource,
  scopes: Scopes,
): { readonly fields: Record<string, unknown>; readonly unknown: UnknownValue[] } {
  const found = new Map<string, UnknownValue>();
  const report = (value: UnknownValue): void => void found.set(JSON.stringify(value), value);
  const members = Object.entries(properties).flatMap(([name, value]): [string, unknown][] => {
    const scope = OF_ALARMS.has(name) ? scopes.alarms : scopes.values;
    const result = scope.resolve(value, { scope, outermost: null, path: name, report });
    return typeof result === "symbol" ? [] : [[name, result]];
  });
  return { fields: coerceFields(Object.fromEntries(members)), unknown: [...found.values()] };
}

/** A mute rule, or what keeps it from being one. */
function muteRule(resource: TemplateResource, scopes: Scopes): MuteRule | string {
  const { fields, unknown } = resolved(resource, scopes);
  const [first] = unknown;
  if (first !== undefined)
    return `${first.path}: ${first.text} is known only after deployment, so it mutes nothing here`;
  for (const limit of ["StartDate", "ExpireDate"]) {
    if (fields[limit] !== undefined)
      return `a mute rule with ${limit} is not replayed, so it mutes nothing here`;
  }
  const { Name = resource.id, Rule, MuteTargets } = fields;
  const parsed = muteRuleSchema.safeParse({ Name, Rule, MuteTargets });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `it is no mute rule: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`;
}
