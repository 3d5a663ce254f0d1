import { z } from "zod";

import { partitionOf } from "../arn.ts";
import type { Account, AccountLogGroup } from "../../simulate/account.ts";
import { ServiceError } from "../service-error.ts";
import { logGroupsOf } from "./span-log.ts";

/** A log group is named either way; the identifier is its name or its ARN. */
export const groupReference = {
  logGroupName: z.string().min(1).max(512).optional(),
  logGroupIdentifier: z.string().min(1).max(2_048).optional(),
};

export type LogGroup = AccountLogGroup;

/** Errors: ValidationException where both or neither reference is given, ResourceNotFoundException. */
export function findGroup(
  account: Account,
  {
    logGroupName,
    logGroupIdentifier,
  }: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): LogGroup {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw new ServiceError(
      "ValidationException",
      "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
    );
  }
  const name = logGroupName ?? groupNameOf(logGroupIdentifier ?? "");
  const group = logGroupsOf(account).find((candidate) => candidate.name === name);
  if (group) return group;
  throw new ServiceError("ResourceNotFoundException", "The specified log group does not exist.");
}

export function groupNameOf(identifier: string): string {
  return identifier.replace(/^arn:[^:]+:logs:[^:]*:[^:]*:log-group:/, "");
}

/** Without the trailing ":*" that DescribeLogGroups' `arn` has. */
export function groupArn({ region, accountId }: Account, name: string): string {
  return `arn:${partitionOf(region)}:logs:${region}:${accountId}:log-group:${name}`;
}

export function invalidToken(): ServiceError {
  return new ServiceError("InvalidParameterException", "The specified nextToken is invalid.");
}
