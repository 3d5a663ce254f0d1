import { z } from "zod";

import { HOUR_MS } from "../../core/window.ts";
import { callerArn, partitionOf } from "../arn.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";

const ROLE_ARN = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;

/**
 * Gives out keys that see the role's account for an hour. A role that does not exist is refused like one that trusts nobody, so
 * that nobody learns which there are.
 *
 * Source: service model of STS (botocore, 2011-06-15); the refusal as AWS words it.
 */
export const assumeRole = operation({
  service: "sts",
  name: "AssumeRole",
  input: z.object({
    RoleArn: z.string().min(20).max(2_048),
    RoleSessionName: z
      .string()
      .min(2)
      .max(64)
      .regex(/^[\w+=,.@-]*$/),
    ExternalId: z
      .string()
      .min(2)
      .max(1_224)
      .regex(/^[\w+=,.@:/-]*$/)
      .optional(),
  }),
  answer: ({ RoleArn, RoleSessionName, ExternalId }, { account, roles, sessions, nowMs, newId }) => {
    const role = roles.find(({ arn }) => arn === RoleArn);
    const [, accountId, name] = ROLE_ARN.exec(RoleArn) ?? [];
    const isTrusted = role !== undefined && (role.externalId === undefined || role.externalId === ExternalId);
    if (!isTrusted || accountId === undefined || name === undefined) {
      const caller = callerArn(account.region, account.accountId);
      const message = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
      throw new ServiceError("AccessDenied", message, 403);
    }
    const id = newId().replaceAll("-", "").toUpperCase();
    const accessKeyId = `ASIA${id.slice(0, 16)}`;
    sessions.set(accessKeyId, accountId);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: `secret-of-${accessKeyId}`,
        SessionToken: `token-of-${accessKeyId}`,
        Expiration: new Date(nowMs + HOUR_MS).toISOString(),
      },
      AssumedRoleUser: {
        AssumedRoleId: `AROA${id.slice(16)}:${RoleSessionName}`,
        Arn: `arn:${partitionOf(account.region)}:sts::${accountId}:assumed-role/${name}/${RoleSessionName}`,
      },
    };
  },
});
