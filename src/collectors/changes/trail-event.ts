import { z } from "zod";

import { parseJson } from "../../core/parse-json.ts";

/**
 * A record of CloudTrail's event history, as far as Gatewatch reads it.
 *
 * Source: CloudTrail User Guide, "CloudTrail record contents", "CloudTrail userIdentity element".
 */
const recordSchema = z.object({
  eventTime: z.iso.datetime().transform((text) => Date.parse(text)),
  eventSource: z.string(),
  eventName: z.string(),
  readOnly: z.boolean().optional(),
  errorCode: z.string().nullish(),
  requestParameters: z.record(z.string(), z.unknown()).nullish(),
  responseElements: z.record(z.string(), z.unknown()).nullish(),
  userIdentity: z
    .object({
      type: z.string().nullish(),
      userName: z.string().nullish(),
      invokedBy: z.string().nullish(),
      sessionContext: z
        .object({ sessionIssuer: z.object({ userName: z.string().nullish() }).nullish() })
        .nullish(),
    })
    .nullish(),
});

/** A call that was made of an AWS service. */
export interface TrailEvent {
  readonly atMs: number;
  /** "apigateway.amazonaws.com" */
  readonly source: string;
  /** Without the version that Lambda appends: "UpdateFunctionCode". */
  readonly action: string;
  /** False: it only read, or it was refused. */
  readonly isChange: boolean;
  /** "role deployer", "user ana"; never the name of a session, which is often somebody's address. */
  readonly by: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** An item of LookupEvents, whose record is JSON in a text. */
export const trailItemSchema = z.object({ CloudTrailEvent: z.string() }).transform((item, context) => {
  const record = recordSchema.safeParse(parseJson(item.CloudTrailEvent));
  if (record.success) return toTrailEvent(record.data);
  context.addIssue("no record of CloudTrail");
  return z.NEVER;
});

export function toTrailEvent(record: z.output<typeof recordSchema>): TrailEvent {
  return {
    atMs: record.eventTime,
    source: record.eventSource,
    action: record.eventName.replace(/\d{8}(?:v\d+)?$/, ""),
    isChange: record.readOnly !== true && (record.errorCode ?? null) === null,
    by: nameOf(record.userIdentity),
    parameters: record.requestParameters ?? {},
    answer: record.responseElements ?? {},
  };
}

function nameOf(identity: z.output<typeof recordSchema>["userIdentity"]): string | null {
  const { type, userName, invokedBy, sessionContext } = identity ?? {};
  const role = sessionContext?.sessionIssuer?.userName;
  if (type === "Root") return "the root user";
  if (role) return `role ${role}`;
  if (userName) return `user ${userName}`;
  return invokedBy ? `service ${invokedBy}` : null;
}
