import { metricAlarmSchema } from "../../model/alarm-spec.ts";
import { operation } from "../operation.ts";
import { putAlarm } from "./put-alarm.ts";

export const putMetricAlarm = operation({
  service: "cloudwatch",
  name: "PutMetricAlarm",
  input: metricAlarmSchema,
  answer: (definition, context) => {
    putAlarm(definition, context);
    return {};
  },
});
