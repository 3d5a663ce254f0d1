import { isRecord } from "../../core/is-record.ts";
import type { AlarmCollection, AlarmPlace, DeclaredAlarm } from "../../model/declared-alarm.ts";
import { coerceFields } from "../declared/coerce-fields.ts";
import { declareAlarm } from "../declared/declare-alarm.ts";
import { settleRuleNames } from "../declared/settle-rule-names.ts";
import { alarmFields } from "./alarm-fields.ts";
import { ALARM_KINDS } from "./alarm-kinds.ts";
import { evaluate, type ModuleScope } from "./evaluate.ts";
import { Pending, settle } from "./pending.ts";
import { resourceInstances, SINGLE } from "./resource-instances.ts";
import type { TerraformFile, TerraformModule, TerraformResource } from "./terraform-module.ts";

/** Arguments in which another alarm is meant by its name or ARN. */
const OF_ALARMS = new Set(["alarm_rule", "actions_suppressor"]);

/** The alarms of one file of a module, with variables, locals and references resolved where they can be. */
export function readModuleAlarms(
  { file, text }: TerraformFile,
  module: TerraformModule,
  given: ReadonlyMap<string, unknown>,
): AlarmCollection {
  const scope: ModuleScope = {
    module,
    given,
    alarmsByName: false,
    instance: SINGLE,
    visiting: new Set(),
    memo: new Map(),
  };
  const byName: ModuleScope = { ...scope, alarmsByName: true, memo: new Map() };
  const alarms: DeclaredAlarm[] = [];
  const problems: { place: AlarmPlace; message: string }[] = [];
  for (const resource of module.resources.values()) {
    const kind = ALARM_KINDS[resource.type];
    if (kind === undefined || resource.file !== file) continue;
    const place = { file, line: lineOf(resource, text), id: resource.address };
    const instances = resourceInstances(resource, (value) => evaluate(value, scope));
    if (instances === null) problems.push({ place, message: ofUnknownNumber(resource, scope) });
    if (instances?.length === 0)
      problems.push({ place, message: "left out, because its count or for_each makes none" });
    const blocks = dynamicBlocks(resource);
    for (const block of Object.keys(blocks)) {
      const message = `dynamic "${block}" blocks are not unfolded; a plan has them (terraform show -json)`;
      problems.push({ place, message });
    }
    for (const instance of instances ?? [SINGLE]) {
      const body = Object.entries(resource.body).map(([name, value]): [string, unknown] => [
        name,
        evaluate(value, { ...(OF_ALARMS.has(name) ? byName : scope), instance }),
      ]);
      const { fields, unknown } = settle(alarmFields({ ...Object.fromEntries(body), ...blocks }));
      const id = `${place.id}${instance.suffix}`;
      alarms.push(
        declareAlarm({
          kind,
          fields: coerceFields(fields),
          unknown,
          place: { ...place, id },
          silenced: [],
          deployed: null,
        }),
      );
    }
  }
  // The parser sorts by name; people look for alarms in the order in which they wrote them.
  alarms.sort((left, right) => (left.place.line ?? 0) - (right.place.line ?? 0));
  return { dialect: "terraform", alarms: settleRuleNames(alarms), muteRules: [], problems };
}

function ofUnknownNumber({ body }: TerraformResource, scope: ModuleScope): string {
  const name = body["count"] === undefined ? "for_each" : "count";
  const value = evaluate(body[name], scope);
  const text = value instanceof Pending ? value.display.slice(2, -1) : JSON.stringify(value);
  return `${name} (${text}) may make several of it or none; it is read as one, and a plan has them all (terraform show -json)`;
}

function dynamicBlocks({ body }: TerraformResource): Record<string, Pending> {
  const { dynamic } = body;
  if (!isRecord(dynamic)) return {};
  return Object.fromEntries(
    Object.keys(dynamic).map((block) => {
      const text = `dynamic "${block}"`;
      return [block, new Pending(`\${${text}}`, [{ text, refersTo: null }])];
    }),
  );
}

/** The parser gives no positions, so the line is where the resource's head stands in the text. */
function lineOf({ type, name }: TerraformResource, text: string): number | null {
  const head = new RegExp(`^[ \\t]*resource[ \\t]+"?${type}"?[ \\t]+"?${name}"?[ \\t]*\\{`, "m");
  const index = head.exec(text)?.index;
  return index === undefined ? null : text.slice(0, index).split("\n").length;
}
