import { z } from "zod";

import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { isComposite } from "./alarm-store.ts";

/** A state stays as it is set, since nothing here evaluates alarms. */
export const setAlarmState = operation({
  service: "cloudwatch",
  name: "SetAlarmState",
  input: z.object({
    AlarmName: z.string().min(1).max(255),
    StateValue: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]),
    StateReason: z.string().max(1_023),
    StateReasonData: z.string().max(4_000).optional(),
  }),
  answer: ({ AlarmName: name, StateValue, StateReason }, { alarms, nowMs }) => {
    const known = alarms.alarms.get(name);
    if (known === undefined) throw new ServiceError("ResourceNotFound", "", 404);
    if (known.stateValue === StateValue) return {};
    const { stateValue, stateReason, definition } = known;
    alarms.alarms.set(name, {
      ...known,
      stateValue: StateValue,
      stateReason: StateReason,
      transitionedMs: nowMs,
    });
    alarms.history.push({
      alarmName: name,
      type: isComposite(definition) ? "CompositeAlarm" : "MetricAlarm",
      atMs: nowMs,
      kind: "StateUpdate",
      summary: `Alarm updated from ${stateValue} to ${StateValue}`,
      data: JSON.stringify({
        version: "1.0",
        oldState: { stateValue, stateReason },
        newState: { stateValue: StateValue, stateReason: StateReason },
      }),
    });
    return {};
  },
});
