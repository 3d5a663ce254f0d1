import type { STSClient } from "@aws-sdk/client-sts";

import { MINUTE_MS } from "../core/window.ts";
import { CODE_BY_NAME, ROLE_REFUSED_NAME } from "./error-codes.ts";

/** What the SDK's clients take as `credentials`. */
export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** New credentials are fetched this long before the old ones end, so that no request is signed with a dead key. */
const RENEW_BEFORE_MS = 5 * MINUTE_MS;

/** Credentials of a role: fetched when first needed, shared by all who ask, renewed before they end. */
export function assumeRole(
  roleArn: string,
  sts: () => Promise<STSClient>,
  externalId?: string,
): () => Promise<TemporaryCredentials> {
  let renewAtMs = -Infinity;
  let current: Promise<TemporaryCredentials> | undefined;
  return async () => {
    if (current === undefined || Date.now() >= renewAtMs) {
      renewAtMs = Infinity;
      current = fetchCredentials(roleArn, sts, externalId);
      current.then(
        ({ expiration }) => {
          renewAtMs = expiration.getTime() - RENEW_BEFORE_MS;
        },
        () => {
          current = undefined;
        },
      );
    }
    return current;
  };
}

async function fetchCredentials(
  roleArn: string,
  sts: () => Promise<STSClient>,
  externalId: string | undefined,
): Promise<TemporaryCredentials> {
  const { AssumeRoleCommand } = await import("@aws-sdk/client-sts");
  const client = await sts();
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: "gatewatch",
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
  });
  const { Credentials: got } = await client.send(command).catch((error: unknown) => {
    throw refusalOf(error) ?? error;
  });
  if (!got?.AccessKeyId || !got.SecretAccessKey || !got.SessionToken || !got.Expiration) {
    throw new Error(`sts:AssumeRole answered without credentials for ${roleArn}`);
  }
  return {
    accessKeyId: got.AccessKeyId,
    secretAccessKey: got.SecretAccessKey,
    sessionToken: got.SessionToken,
    expiration: got.Expiration,
  };
}

/** A denial under a name of its own: every call fails with it, and it is not that call which is denied. */
function refusalOf(error: unknown): Error | null {
  if (!(error instanceof Error) || CODE_BY_NAME.get(error.name) !== "ACCESS_DENIED") return null;
  const refusal = new Error(error.message, { cause: error });
  refusal.name = ROLE_REFUSED_NAME;
  return refusal;
}
