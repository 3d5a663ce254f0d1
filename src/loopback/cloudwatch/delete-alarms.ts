import { z } from "zod";

import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { isComposite } from "./alarm-store.ts";

/** Names that are unknown are passed over; at most one of the others may be a composite. */
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
    for (const name of names) alarms.delete(name);
    return {};
  },
});
