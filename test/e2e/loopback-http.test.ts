import { connect } from "node:net";
import { gzipSync } from "node:zlib";

import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { literalAccount } from "../unit/loopback/literal-account.ts";
import { clientConfig } from "./loopback-clients.ts";

let loopback: Loopback;
beforeAll(async () => {
  loopback = await startLoopback(literalAccount());
});
afterAll(() => loopback.close());

function signedFor(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=AKID/20260520/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;
}

const LIST = {
  authorization: signedFor("monitoring"),
  "x-amz-target": "GraniteServiceVersion20100801.ListMetrics",
  "content-type": "application/x-amz-json-1.0",
};

async function ask(
  path: string,
  init: RequestInit,
): Promise<{ status: number; headers: Headers; text: string }> {
  const answer = await fetch(`${loopback.url}${path}`, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe("hostile HTTP", () => {
  it.each([
    ["no JSON", "}{", 400, "SerializationException"],
    ["a JSON list", "[1]", 400, "SerializationException"],
    ["a member of a wrong type", '{"Dimensions": 7}', 400, "SerializationException"],
    ["deep nesting", "[".repeat(100_000), 400, "SerializationException"],
  ])("answers %s with an error", async (_what, body, status, code) => {
    const answer = await ask("/", { method: "POST", headers: LIST, body });
    expect([answer.status, answer.text.includes(code)]).toEqual([status, true]);
  });

  it("reads compressed bodies, and refuses what is not what it says", async () => {
    const headers = { ...LIST, "content-encoding": "gzip" };
    const good = await ask("/", {
      method: "POST",
      headers,
      body: gzipSync('{"Namespace":"AWS/ApiGateway"}'),
    });
    expect([good.status, good.text.includes("Count")]).toEqual([200, true]);
    const bad = await ask("/", { method: "POST", headers, body: "no gzip" });
    expect(bad.status).toBe(400);
    const bomb = await ask("/", { method: "POST", headers, body: gzipSync(Buffer.alloc(20_000_000)) });
    expect(bomb.status).toBe(413);
    const other = await ask("/", {
      method: "POST",
      headers: { ...LIST, "content-encoding": "br" },
      body: "x",
    });
    expect(other.status).toBe(415);
  });

  it("refuses bodies beyond eight megabytes", async () => {
    const answer = await ask("/", { method: "POST", headers: LIST, body: "x".repeat(9_000_000) });
    expect([answer.status, answer.text.includes("RequestEntityTooLarge")]).toEqual([413, true]);
  });

  it("survives what is no HTTP at all", async () => {
    const port = Number(new URL(loopback.url).port);
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write("\u0000\u0001 hello\r\n\r\n"));
      socket.on("close", () => resolve()).on("error", () => undefined);
      socket.resume();
    });
    expect((await ask("/", { method: "POST", headers: LIST, body: "{}" })).status).toBe(200);
  });

  it("survives callers that hang up in the middle of a body", async () => {
    const port = Number(new URL(loopback.url).port);
    await new Promise<void>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{", () => socket.destroy());
      });
      socket.on("close", () => resolve());
    });
    expect((await ask("/", { method: "POST", headers: LIST, body: "{}" })).status).toBe(200);
  });
});

describe("what is not served", () => {
  it.each([
    ["monitoring", "POST", "/", { "x-amz-target": "GraniteServiceVersion20100801.PutDashboard" }, 400],
    ["monitoring", "GET", "/", { "x-amz-target": "GraniteServiceVersion20100801.ListMetrics" }, 400],
    ["logs", "POST", "/", { "x-amz-target": "Logs_20140328.PutLogEvents" }, 400],
    ["xray", "POST", "/ServiceGraph", {}, 404],
    ["apigateway", "GET", "/tags/abc123def4", {}, 404],
    ["apigateway", "DELETE", "/restapis/abc123def4/stages", {}, 404],
  ])("%s %s %s is unknown, in the service's own form", async (service, method, path, headers, status) => {
    const answer = await ask(path, { method, headers: { ...headers, authorization: signedFor(service) } });
    expect(answer.status).toBe(status);
    const name =
      answer.headers.get("x-amzn-errortype") ?? (JSON.parse(answer.text) as { __type: string }).__type;
    expect(name).toMatch(/(?:^|#)UnknownOperationException$/);
  });

  it("STS says so in XML", async () => {
    const headers = { authorization: signedFor("sts"), "content-type": "application/x-www-form-urlencoded" };
    const answer = await ask("/", {
      method: "POST",
      headers,
      body: "Action=GetSessionToken&Version=2011-06-15",
    });
    expect([answer.status, answer.text]).toEqual([
      400,
      expect.stringContaining("<Code>InvalidAction</Code>"),
    ]);
  });

  it("a caller without credentials is told", async () => {
    const answer = await ask("/restapis", {});
    expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([
      403,
      "MissingAuthenticationTokenException",
    ]);
  });
});

it("answers many callers at once, each its own question", async () => {
  const config = clientConfig(loopback.url);
  const cloudwatch = new CloudWatchClient(config);
  const rest = new APIGatewayClient(config);
  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, index) =>
      index % 2 === 0
        ? (await cloudwatch.send(new ListMetricsCommand({}))).Metrics?.[0]?.MetricName
        : (await rest.send(new GetRestApisCommand({}))).items?.[0]?.name,
    ),
  );
  expect(answers).toEqual(Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? "Count" : "orders")));
});

it("serves several accounts side by side, each in its region", async () => {
  const target = {
    id: "rest:away/prod",
    apiId: "away000001",
    apiName: "away",
    stage: "prod",
    accountId: null,
  };
  const away = literalAccount({
    region: "ap-northeast-1",
    targets: [{ ...target, kind: "rest", region: "ap-northeast-1", dimensions: {}, configuration: null }],
  });
  const both = await startLoopback([literalAccount(), away]);
  try {
    const names = ["eu-west-1", "ap-northeast-1"].map(async (region) => {
      const { items } = await new APIGatewayClient(clientConfig(both.url, region)).send(
        new GetRestApisCommand({}),
      );
      return items?.map(({ name }) => name);
    });
    expect(await Promise.all(names)).toEqual([["orders"], ["away"]]);
  } finally {
    await both.close();
  }
});

it("says so when its port is taken", async () => {
  const port = Number(new URL(loopback.url).port);
  await expect(startLoopback(literalAccount(), { port })).rejects.toThrow("EADDRINUSE");
});
