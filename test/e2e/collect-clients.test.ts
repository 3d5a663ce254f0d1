import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createClients } from "../../src/aws/clients.ts";
import { CostMeter } from "../../src/aws/cost-meter.ts";
import { defaultRegion } from "../../src/aws/default-region.ts";

const ROLE = "arn:aws:iam::345678901234:role/reader";

interface Seen {
  /** The operation, as far as the path or the body tells. */
  readonly what: string;
  readonly keyId: string;
}

let server: Server;
let url: string;
let seen: Seen[];

/** Answers the three operations of these tests, each in its own protocol, and notes who signed. */
async function listen(): Promise<void> {
  seen = [];
  server = createServer((request, response) => {
    void readText(request).then((body) => {
      const keyId = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
      const action = /Action=(\w+)/.exec(body)?.[1] ?? request.headers["x-amz-target"] ?? request.url;
      seen.push({ what: String(action), keyId });
      if (body.includes("Action=AssumeRole")) {
        response.setHeader("content-type", "text/xml");
        response.end(
          `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
        );
      } else if (body.includes("Action=GetCallerIdentity")) {
        response.setHeader("content-type", "text/xml");
        response.end(
          `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>345678901234</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        );
      } else {
        response.setHeader("content-type", "application/x-amz-json-1.0");
        response.end("{}");
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

beforeEach(async () => {
  for (const name of ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"]) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent/config");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDOWN");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "dummy");
  await listen();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

describe("createClients", () => {
  it("assumes a role once for all services, and signs everything else as the role", async () => {
    const meter = new CostMeter();
    const clients = createClients({ region: "eu-north-1", endpointUrl: url, roleArn: ROLE }, meter);
    const [cloudWatch, v2, sts] = await Promise.all([
      clients.cloudWatch(),
      clients.apiGatewayV2(),
      clients.sts(),
    ]);
    await Promise.all([
      cloudWatch.send(new ListMetricsCommand({})),
      v2.send(new GetApisCommand({})),
      sts.send(new GetCallerIdentityCommand({})),
    ]);
    clients.destroy();
    expect(seen.filter(({ what }) => what === "AssumeRole")).toEqual([
      { what: "AssumeRole", keyId: "AKIDOWN" },
    ]);
    const others = seen.filter(({ what }) => what !== "AssumeRole");
    expect(others).toHaveLength(3);
    expect(others.every(({ keyId }) => keyId === "ASIAROLE")).toBe(true);
    expect(meter.cost().calls).toEqual({
      "apigatewayv2:GetApis": 1,
      "cloudwatch:ListMetrics": 1,
      "sts:AssumeRole": 1,
      "sts:GetCallerIdentity": 1,
    });
  });

  it("makes each client once, and keeps the SDK's advice off the console", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    // Keys and a profile at once: the SDK has an opinion on that.
    vi.stubEnv("AWS_PROFILE", "nobody");
    const clients = createClients({ region: "eu-north-1", endpointUrl: url }, new CostMeter());
    expect(await clients.cloudWatch()).toBe(await clients.cloudWatch());
    await (await clients.cloudWatch()).send(new ListMetricsCommand({})).catch(() => undefined);
    clients.destroy();
    expect(warned).not.toHaveBeenCalled();
  });
});

describe("defaultRegion", () => {
  it("takes the environment's region", async () => {
    vi.stubEnv("AWS_REGION", "ap-south-2");
    expect(await defaultRegion()).toBe("ap-south-2");
  });

  it("says what to set where there is none", async () => {
    await expect(defaultRegion()).rejects.toMatchObject({ code: "E_USAGE" });
  });
});
