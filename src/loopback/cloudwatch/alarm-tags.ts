import { z } from "zod";

import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import { operation, type OperationContext } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import type { StoredAlarm } from "./alarm-store.ts";

const ResourceARN = z.string().min(1).max(1_024);
const tag = z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) });

export const listTagsForResource = operation({
  service: "cloudwatch",
  name: "ListTagsForResource",
  input: z.object({ ResourceARN }),
  answer: ({ ResourceARN: arn }, context) => ({ Tags: find(arn, context).definition.Tags ?? [] }),
});

/** New tags come beside those that are there; one of a known key takes the new value. */
export const tagResource = operation({
  service: "cloudwatch",
  name: "TagResource",
  input: z.object({ ResourceARN, Tags: z.array(tag) }),
  answer: ({ ResourceARN: arn, Tags: given }, context) => {
    const found = find(arn, context);
    const tags = new Map((found.definition.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
    for (const { Key, Value } of given) {
      if (Key.toLowerCase().startsWith("aws:")) {
        throw new ServiceError("InvalidParameterValueException", "aws: prefixed tag key names are reserved.");
      }
      tags.set(Key, Value);
    }
    if (tags.size > ALARM_LIMITS.tags) {
      throw new ServiceError("InvalidParameterValueException", `More than ${ALARM_LIMITS.tags} tags.`);
    }
    const Tags = [...tags].map(([Key, Value]) => ({ Key, Value }));
    const { AlarmName: name } = found.definition;
    context.alarms.alarms.set(name, { ...found, definition: { ...found.definition, Tags } });
    return {};
  },
});

/** Errors: ResourceNotFoundException. */
function find(arn: string, { alarms: { alarms } }: OperationContext): StoredAlarm {
  const found = [...alarms.values()].find((alarm) => alarm.arn === arn);
  if (found) return found;
  throw new ServiceError("ResourceNotFoundException", `The resource ${arn} does not exist.`, 404);
}
