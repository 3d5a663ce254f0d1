import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { simulatePlan, simulateStage } from "../support/simulate-plan.ts";
import { clientConfig } from "./loopback-clients.ts";

const NOW_MS = Date.UTC(2026, 10, 20, 15);
const OPEN = "arn:aws:iam::345678901234:role/open";
const AGREED = "arn:aws:iam::345678901234:role/teams/of-ours/agreed";

let loopback: Loopback;
beforeAll(async () => {
  const other = { accountId: "345678901234", seed: 23 };
  loopback = await startLoopback(
    [
      createAccount(simulatePlan([simulateStage()], { nowMs: NOW_MS })),
      createAccount(simulatePlan([simulateStage({ apiName: "theirs" })], { nowMs: NOW_MS, ...other })),
    ],
    { roles: [{ arn: OPEN }, { arn: AGREED, externalId: "the-one-agreed" }] },
  );
});
afterAll(() => loopback.close());

const sts = () => new STSClient(clientConfig(loopback.url, "eu-west-1"));
const ask = async (RoleArn: string, ExternalId?: string, RoleSessionName = "gatewatch") =>
  sts().send(new AssumeRoleCommand({ RoleArn, RoleSessionName, ...(ExternalId && { ExternalId }) }));

describe("assuming a role", () => {
  it("gives keys for an hour that see the role's account, and no other's", async () => {
    const { Credentials, AssumedRoleUser } = await ask(AGREED, "the-one-agreed");
    expect(AssumedRoleUser?.Arn).toBe("arn:aws:sts::345678901234:assumed-role/agreed/gatewatch");
    expect(Credentials?.Expiration?.getTime()).toBe(NOW_MS + 3_600_000);
    const theirs = {
      ...clientConfig(loopback.url, "eu-west-1"),
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    };
    expect((await new STSClient(theirs).send(new GetCallerIdentityCommand({}))).Account).toBe("345678901234");
    const listed = async (config: typeof theirs | ReturnType<typeof clientConfig>) =>
      (await new APIGatewayClient(config).send(new GetRestApisCommand({}))).items?.map(({ name }) => name);
    expect(await listed(theirs)).toEqual(["theirs"]);
    expect(await listed({ ...theirs, region: "eu-north-1" })).toEqual([]);
    expect(await listed(clientConfig(loopback.url, "eu-west-1"))).toEqual(["things"]);
    expect((await ask(OPEN)).Credentials?.AccessKeyId).not.toBe(Credentials?.AccessKeyId);
    expect((await ask(OPEN, "needs-none")).Credentials?.AccessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/);
  });

  it.each([
    ["with another external id", AGREED, "another"],
    ["without an external id", AGREED, undefined],
    ["that is not there", "arn:aws:iam::345678901234:role/absent", "the-one-agreed"],
  ])("%s is refused, in one sentence for all", async (_what, arn, externalId) => {
    await expect(ask(arn, externalId)).rejects.toMatchObject({
      name: "AccessDenied",
      message: `User: arn:aws:sts::123456789012:assumed-role/gatewatch-loopback/reader is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it("takes no names of sessions that STS takes not", async () => {
    await expect(ask(OPEN, undefined, "two words")).rejects.toMatchObject({ name: "ValidationError" });
  });
});
