import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import type { AlarmCollection, DeclaredAlarm } from "../../model/declared-alarm.ts";
import { coerceFields } from "../declared/coerce-fields.ts";
import { declareAlarm } from "../declared/declare-alarm.ts";
import { alarmFields } from "./alarm-fields.ts";
import { ALARM_KINDS } from "./alarm-kinds.ts";
import { Pending, settle } from "./pending.ts";
import { expressionsOf, plannedResources } from "./planned-resources.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * The alarms of what `terraform show -json` prints of a plan or a state, child modules included. In a plan, what is known only
 * after it was applied is named by the references of the configuration.
 */
export function readPlanAlarms(value: unknown, file: string): AlarmCollection {
  const plan = recordOf(value);
  const unknownAfter = new Map(
    listOf(plan["resource_changes"]).map((change): [unknown, unknown] => {
      const { address, change: what } = recordOf(change);
      return [address, recordOf(what)["after_unknown"]];
    }),
  );
  const alarms: DeclaredAlarm[] = [];
  for (const { resource, module } of plannedResources(plan)) {
    const { address, type, mode } = resource;
    const kind = typeof type === "string" && mode !== "data" ? ALARM_KINDS[type] : undefined;
    if (kind === undefined || typeof address !== "string") continue;
    const marks = withPending(
      resource["values"],
      unknownAfter.get(address),
      expressionsOf(resource, module),
      module,
    );
    const { fields, unknown } = settle(alarmFields(recordOf(marks)));
    const place = { file, line: null, id: address };
    alarms.push(
      declareAlarm({ kind, fields: coerceFields(fields), unknown, place, silenced: [], deployed: null }),
    );
  }
  return { dialect: "terraform-plan", alarms, muteRules: [], problems: [] };
}

/** The planned values, and in them what is only known after the plan was applied. */
function withPending(value: unknown, mark: unknown, expression: unknown, module: Members): unknown {
  if (mark === true) return pendingOf(expression, module);
  if (Array.isArray(mark)) {
    const items = listOf(value);
    return mark.map((one, index) => withPending(items[index], one, itemOf(expression, index), module));
  }
  if (!isRecord(mark)) return value;
  const known = recordOf(value);
  const names = [...new Set([...Object.keys(known), ...Object.keys(mark)])];
  return Object.fromEntries(
    names.map((name) => {
      const inner = recordOf(expression)[name] ?? (isExpression(expression) ? expression : undefined);
      return [name, withPending(known[name], mark[name], inner, module)];
    }),
  );
}

/** Blocks have an expression each, the items of a list share one. */
function itemOf(expression: unknown, index: number): unknown {
  return Array.isArray(expression) ? expression[index] : expression;
}

function isExpression(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value["references"]);
}

/** References come from the longest to the shortest: "aws_sns_topic.page.arn", "aws_sns_topic.page". */
function pendingOf(expression: unknown, module: Members): Pending {
  const references = listOf(recordOf(expression)["references"]).filter(
    (reference): reference is string => typeof reference === "string",
  );
  const longest = references.filter(
    (reference) => !references.some((other) => other !== reference && other.startsWith(`${reference}.`)),
  );
  if (longest.length === 0)
    return new Pending("${known after apply}", [{ text: "(known after apply)", refersTo: null }]);
  const causes = longest.map((text) => ({ text, refersTo: refersTo(text, module) }));
  return new Pending(`\${${longest.join(", ")}}`, causes);
}

function refersTo(reference: string, module: Members): Pending["causes"][number]["refersTo"] {
  const [type = "", name = "", attribute] = reference.replace(/\[[^\]]*\]/g, "").split(".");
  const isKnown = listOf(module["resources"]).some(
    (resource) => recordOf(resource)["type"] === type && recordOf(resource)["name"] === name,
  );
  return isKnown ? { id: `${type}.${name}`, type, attribute: attribute ?? null } : null;
}
