import { z } from "zod";

import { MAX_ALARMS, USUAL_ALARMS } from "../../catalog/answer-limits.ts";
import { compareText } from "../../core/order.ts";
import { operation, type JsonObject } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { isComposite, type StoredAlarm } from "./alarm-store.ts";

const input = z.object({
  AlarmNames: z.array(z.string()).max(MAX_ALARMS).optional(),
  AlarmNamePrefix: z.string().min(1).optional(),
  AlarmTypes: z.array(z.enum(["CompositeAlarm", "MetricAlarm", "LogAlarm"])).optional(),
  StateValue: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]).optional(),
  MaxRecords: z.number().int().min(1).max(MAX_ALARMS).optional(),
  NextToken: z.string().optional(),
});

/** Metric alarms before composites, each by name; composites only where their type is asked for. */
export const describeAlarms = operation({
  service: "cloudwatch",
  name: "DescribeAlarms",
  input,
  answer: ({ NextToken: token, MaxRecords: size = USUAL_ALARMS, ...filter }, { alarms }) => {
    const { AlarmNames: names, AlarmNamePrefix: prefix, AlarmTypes: types = ["MetricAlarm"] } = filter;
    if (names !== undefined && prefix !== undefined) {
      throw new ServiceError(
        "InvalidParameterCombinationException",
        "AlarmNames and AlarmNamePrefix are mutually exclusive.",
      );
    }
    const found = [...alarms.alarms.values()]
      .filter(
        ({ definition, stateValue }) =>
          (names === undefined || names.includes(definition.AlarmName)) &&
          (prefix === undefined || definition.AlarmName.startsWith(prefix)) &&
          types.includes(isComposite(definition) ? "CompositeAlarm" : "MetricAlarm") &&
          (filter.StateValue === undefined || filter.StateValue === stateValue),
      )
      .sort(
        ({ definition: left }, { definition: right }) =>
          Number(isComposite(left)) - Number(isComposite(right)) ||
          compareText(left.AlarmName, right.AlarmName),
      );
    const { items, next } = takePage(
      found,
      size,
      filter,
      token,
      () => new ServiceError("InvalidNextToken", "The token supplied is not valid."),
    );
    return {
      MetricAlarms: items.filter(({ definition }) => !isComposite(definition)).map(described),
      CompositeAlarms: items.filter(({ definition }) => isComposite(definition)).map(described),
      LogAlarms: [],
      NextToken: next,
    };
  },
});

/** Tags are not told; lists that are not set are empty. Source: answers recorded from AWS. */
function described({ definition, arn, ...alarm }: StoredAlarm): JsonObject {
  const { Tags: _tags, ...fields } = definition;
  const transitioned = alarm.transitionedMs / 1_000;
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ...(isComposite(definition) ? {} : { Dimensions: [] }),
    ...fields,
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: alarm.configuredMs / 1_000,
    StateValue: alarm.stateValue,
    StateReason: alarm.stateReason,
    StateUpdatedTimestamp: transitioned,
    StateTransitionedTimestamp: transitioned,
  };
}
