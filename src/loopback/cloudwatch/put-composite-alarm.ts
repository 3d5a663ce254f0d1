import { compositeAlarmSchema } from "../../model/alarm-spec.ts";
import { operation } from "../operation.ts";
import { putAlarm } from "./put-alarm.ts";

export const putCompositeAlarm = operation({
  service: "cloudwatch",
  name: "PutCompositeAlarm",
  input: compositeAlarmSchema,
  answer: (definition, context) => {
    putAlarm(definition, context);
    return {};
  },
});
