import { z } from "zod";

import { MAX_LOOKUP_EVENTS } from "../../catalog/api-limits.ts";
import type { AccountChange } from "../../simulate/account.ts";
import { partitionOf } from "../arn.ts";
import { timestampMs } from "../input-schemas.ts";
import { operation, type JsonObject, type OperationContext } from "../operation.ts";
import { takePage } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { stableId } from "../stable-id.ts";

const input = z.object({
  LookupAttributes: z
    .array(z.object({ AttributeKey: z.enum(["EventSource", "EventName"]), AttributeValue: z.string() }))
    .max(1)
    .default([]),
  StartTime: timestampMs.optional(),
  EndTime: timestampMs.optional(),
  MaxResults: z.number().int().min(1).max(MAX_LOOKUP_EVENTS).default(MAX_LOOKUP_EVENTS),
  NextToken: z.string().optional(),
});

/** Newest first; one attribute at most, and both ends of the time belong to it. */
export const lookupEvents = operation({
  service: "cloudtrail",
  name: "LookupEvents",
  paging: { tokenIn: "NextToken", tokenOut: "NextToken", list: "Events" },
  input,
  answer: ({ NextToken: token, MaxResults: size, ...question }, context) => {
    const { StartTime: startMs = 0, EndTime: endMs = Infinity, LookupAttributes } = question;
    const [wanted] = LookupAttributes;
    const found = (context.account.changes ?? [])
      .filter(
        ({ atMs, eventSource, eventName }) =>
          atMs >= startMs &&
          atMs <= endMs &&
          (wanted === undefined ||
            (wanted.AttributeKey === "EventSource" ? eventSource : eventName) === wanted.AttributeValue),
      )
      .sort((left, right) => right.atMs - left.atMs);
    const { items, next } = takePage(
      found,
      size,
      question,
      token,
      () => new ServiceError("InvalidNextTokenException", "The token is not valid."),
    );
    return { Events: items.map((change) => toEvent(change, context)), NextToken: next };
  },
});

function toEvent(change: AccountChange, { account: { accountId, region } }: OperationContext): JsonObject {
  const { atMs, eventSource, eventName, role, requestParameters, responseElements } = change;
  const arn = `arn:${partitionOf(region)}`;
  const eventID = stableId(`${atMs} ${eventName} ${JSON.stringify(requestParameters)}`, 20);
  const record = {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      arn: `${arn}:sts::${accountId}:assumed-role/${role}/session`,
      accountId,
      sessionContext: {
        sessionIssuer: { type: "Role", arn: `${arn}:iam::${accountId}:role/${role}`, userName: role },
      },
    },
    eventTime: new Date(atMs).toISOString().replace(/\.\d{3}Z$/, "Z"),
    eventSource,
    eventName,
    awsRegion: region,
    requestParameters,
    responseElements: responseElements ?? null,
    eventID,
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: accountId,
  };
  return {
    EventId: eventID,
    EventName: eventName,
    ReadOnly: "false",
    EventTime: atMs / 1_000,
    EventSource: eventSource,
    Username: "session",
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  };
}
