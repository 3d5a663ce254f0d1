import { z } from "zod";

import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { isComposite, type AlarmStore } from "./alarm-store.ts";

/**
 * Names that are unknown are passed over; at most one of the others may be a composite. What a composite that stays looks at
 * is not deleted. Source: errors that AWS answers, as users report them.
 */
export const deleteAlarms = operation({
  service: "cloudwatch",
  name: "DeleteAlarms",
  input: z.object({ AlarmNames: z.array(z.string().min(1)).max(ALARM_LIMITS.deletedAtOnce) }),
  answer: ({ AlarmNames: names }, { alarms: { alarms } }) => {
    const composites = names.filter((name) => {
      const found = alarms.get(name);
      return found !== undefined && isComposite(found.definition);
    });
    if (composites.length > 1) {
      throw new ServiceError("ValidationException", "Only one composite alarm can be deleted per operation.");
    }
    const needed = names.filter((name) => isNeeded(name, names, alarms));
    if (needed.length > 0) {
      const message = `Cannot delete ${needed.join(",")} as there are composite alarm(s) depending on ${needed.length === 1 ? "it" : "them"}.`;
      throw new ServiceError("ValidationException", message);
    }
    for (const name of names) alarms.delete(name);
    return {};
  },
});

/** Rules name an alarm bare, quoted or by ARN; a name within a longer one is no mention of it. */
function isNeeded(name: string, deleted: readonly string[], alarms: AlarmStore["alarms"]): boolean {
  const arn = alarms.get(name)?.arn;
  if (arn === undefined) return false;
  const mentions = [`"${name.replaceAll('"', '\\"')}"`, `(${name})`, `"${arn}"`, `(${arn})`];
  return [...alarms.values()].some(({ definition }) => {
    if (!isComposite(definition) || deleted.includes(definition.AlarmName)) return false;
    const { AlarmRule: rule, ActionsSuppressor: suppressor } = definition;
    return suppressor === name || suppressor === arn || mentions.some((mention) => rule.includes(mention));
  });
}
