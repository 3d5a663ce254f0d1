import { APIGatewayClient, GetRestApisCommand, paginateGetRestApis } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { XRayClient, GetTraceSummariesCommand } from "@aws-sdk/client-xray";
import { afterEach, describe, expect, it } from "vitest";

import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import {
  ACCOUNT_ID,
  COUNT,
  literalAccount,
  literalQuery,
  NOW_MS,
  REGION,
} from "../unit/loopback/literal-account.ts";
import { clientConfig } from "./loopback-clients.ts";

let loopback: Loopback | undefined;
afterEach(async () => {
  await loopback?.close();
  loopback = undefined;
});

async function start(faults: FaultPlan) {
  loopback = await startLoopback(literalAccount(), { faults });
  return { loopback, ...clientsFor(loopback.url) };
}

type Clients = ReturnType<typeof clientsFor>;

function clientsFor(endpoint: string) {
  const config = clientConfig(endpoint);
  return {
    cloudwatch: new CloudWatchClient(config),
    logs: new CloudWatchLogsClient(config),
    xray: new XRayClient(config),
    rest: new APIGatewayClient(config),
    v2: new ApiGatewayV2Client(config),
    sts: new STSClient(config),
    sns: new SNSClient(config),
  };
}

const ASK: Readonly<Record<string, (clients: Clients) => Promise<unknown>>> = {
  cloudwatch: ({ cloudwatch }) => cloudwatch.send(new ListMetricsCommand({})),
  logs: ({ logs }) => logs.send(new DescribeLogGroupsCommand({})),
  xray: ({ xray }) =>
    xray.send(
      new GetTraceSummariesCommand({ StartTime: new Date(NOW_MS - 60_000), EndTime: new Date(NOW_MS) }),
    ),
  rest: ({ rest }) => rest.send(new GetRestApisCommand({})),
  v2: ({ v2 }) => v2.send(new GetApisCommand({})),
  sts: ({ sts }) => sts.send(new GetCallerIdentityCommand({})),
  sns: ({ sns }) => sns.send(new GetTopicAttributesCommand({ TopicArn: "arn:aws:sns:eu-west-1:1:page" })),
};

const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT_ID}:page`;
const ROLE = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/gatewatch-loopback/reader`;

/** kind, then for each service the error's name and status as the SDK shows them. */
const ERRORS = [
  ["throttle", "cloudwatch", "Throttling", 400],
  ["throttle", "logs", "ThrottlingException", 400],
  ["throttle", "xray", "ThrottledException", 429],
  ["throttle", "rest", "TooManyRequestsException", 429],
  ["throttle", "v2", "TooManyRequestsException", 429],
  ["throttle", "sts", "Throttling", 400],
  ["throttle", "sns", "ThrottledException", 429],
  ["server-error", "cloudwatch", "InternalServiceFault", 500],
  ["server-error", "logs", "ServiceUnavailableException", 500],
  ["server-error", "xray", "InternalFailure", 500],
  ["server-error", "rest", "ServiceUnavailableException", 503],
  ["server-error", "v2", "ServiceUnavailableException", 503],
  ["server-error", "sts", "InternalFailure", 500],
  ["server-error", "sns", "InternalErrorException", 500],
  ["deny", "cloudwatch", "AccessDenied", 403],
  ["deny", "logs", "AccessDeniedException", 400],
  ["deny", "xray", "AccessDeniedException", 403],
  ["deny", "rest", "AccessDeniedException", 403],
  ["deny", "v2", "AccessDeniedException", 403],
  ["deny", "sts", "AccessDenied", 403],
  ["deny", "sns", "AuthorizationErrorException", 403],
  ["expired-token", "cloudwatch", "ExpiredToken", 403],
  ["expired-token", "logs", "ExpiredTokenException", 400],
  ["expired-token", "xray", "ExpiredTokenException", 403],
  ["expired-token", "rest", "ExpiredTokenException", 403],
  ["expired-token", "sts", "ExpiredToken", 403],
  ["expired-token", "sns", "ExpiredToken", 403],
] as const;

describe("errors that AWS makes", () => {
  it.each(ERRORS)("%s from %s arrives as %s %i", async (kind, service, name, httpStatusCode) => {
    const clients = await start([{ kind }]);
    await expect(ASK[service]!(clients)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    expect(clients.loopback.requests).toMatchObject([{ fault: kind, status: httpStatusCode }]);
  });

  it("a denial says who may not do what, as AWS words it", async () => {
    const clients = await start([{ kind: "deny" }]);
    await expect(ASK["cloudwatch"]!(clients)).rejects.toThrow(
      `User: ${ROLE} is not authorized to perform: cloudwatch:ListMetrics because no identity-based policy allows the cloudwatch:ListMetrics action`,
    );
    await expect(ASK["v2"]!(clients)).rejects.toThrow(
      `is not authorized to perform: apigateway:GET on resource: arn:aws:apigateway:${REGION}::/apis because`,
    );
  });

  it("the SDK's own retries get over a throttle that passes", async () => {
    const { loopback: server } = await start([{ kind: "throttle", times: 1 }]);
    const retrying = new CloudWatchClient({ ...clientConfig(server.url), maxAttempts: 2 });
    expect((await retrying.send(new ListMetricsCommand({}))).Metrics).toHaveLength(1);
    expect(server.requests.map(({ fault, status }) => [fault, status])).toEqual([
      ["throttle", 400],
      [null, 200],
    ]);
  });
});

describe("answers that are none", () => {
  it("timeout: nothing comes until the caller gives up", async () => {
    const { cloudwatch, loopback: server } = await start([{ kind: "timeout" }]);
    const abortSignal = AbortSignal.timeout(150);
    await expect(cloudwatch.send(new ListMetricsCommand({}), { abortSignal })).rejects.toThrow(/abort/i);
    expect(server.requests).toMatchObject([{ fault: "timeout", status: null }]);
  });

  it("hang-up: the caller is told that nobody is there, and nothing was done", async () => {
    loopback = await startLoopback(
      { ...literalAccount(), topics: [{ arn: TOPIC, confirmed: 1, pending: 0 }] },
      { faults: ({ operation }) => (operation === "Publish" ? "hang-up" : null) },
    );
    const { sns } = clientsFor(loopback.url);
    const publish = sns.send(new PublishCommand({ TopicArn: TOPIC, Message: "news" }));
    await expect(publish).rejects.toMatchObject({ code: "ECONNRESET" });
    await sns.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }));
    expect(loopback.requests.map(({ fault }) => fault)).toEqual(["hang-up", null]);
    expect(loopback.published).toEqual([]);
  });

  it("close hangs up on callers who still wait", async () => {
    const { cloudwatch, loopback: server } = await start([{ kind: "timeout" }]);
    const waiting = cloudwatch.send(new ListMetricsCommand({}));
    const outcome = waiting.then(
      () => "answered",
      () => "hung up",
    );
    while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await server.close();
    expect(await outcome).toBe("hung up");
  });

  it.each(["cut-response", "garbage"] as const)("%s ends in an error, never in an answer", async (kind) => {
    const clients = await start([{ kind }]);
    const { sts, sns, ...others } = ASK;
    const outcomes: string[] = [];
    for (const ask of Object.values(others)) {
      const outcome = ask(clients).then(
        () => "answer",
        () => "error",
      );
      outcomes.push(await outcome);
    }
    expect(outcomes).toEqual(["error", "error", "error", "error", "error"]);
    // The SDK reads any markup as XML, and finds nothing in it.
    const identity = await sts!(clients).catch(() => ({}));
    expect(identity).not.toHaveProperty("Account");
    expect(await sns!(clients).catch(() => ({}))).not.toHaveProperty("Attributes");
  });
});

describe("answers that lack something", () => {
  it("empty-page: the paginator gets everything all the same", async () => {
    const { cloudwatch, rest, loopback: server } = await start([{ kind: "empty-page" }]);
    const sizes: number[] = [];
    for await (const page of paginateListMetrics({ client: cloudwatch }, {}))
      sizes.push(page.Metrics?.length ?? 0);
    expect(sizes).toEqual([0, 1]);
    const apis: (string | undefined)[] = [];
    for await (const page of paginateGetRestApis({ client: rest }, {})) {
      apis.push(...(page.items ?? []).map(({ name }) => name));
    }
    expect(apis).toEqual(["orders"]);
    expect(server.requests.map(({ fault }) => fault)).toEqual(["empty-page", null, "empty-page", null]);
  });

  it("partial-data: half a series, said so, and no way to get the rest", async () => {
    const { cloudwatch } = await start([{ kind: "partial-data" }]);
    const Dimensions = Object.entries(COUNT.dimensions).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: COUNT.namespace, MetricName: COUNT.metric, Dimensions };
    const window = { startMs: NOW_MS - 1_200_000, endMs: NOW_MS };
    const output = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: "a", MetricStat: { Metric, Period: 60, Stat: "Sum" } }],
        StartTime: new Date(window.startMs),
        EndTime: new Date(window.endMs),
      }),
    );
    const whole = literalQuery(COUNT, "Sum", 60, window).toReversed();
    expect(output.MetricDataResults?.[0]?.StatusCode).toBe("PartialData");
    expect(output.MetricDataResults?.[0]?.Values).toEqual(
      whole.slice(0, whole.length / 2).map(({ value }) => value),
    );
    expect(output.NextToken).toBeUndefined();
  });
});

describe("whom a rule strikes", () => {
  it("service, operation and version narrow it, times ends it", async () => {
    const clients = await start([{ kind: "deny", service: "apigateway", operation: "v2:GetApis", times: 2 }]);
    await expect(ASK["v2"]!(clients)).rejects.toThrow("not authorized");
    await ASK["rest"]!(clients);
    await ASK["cloudwatch"]!(clients);
    await expect(ASK["v2"]!(clients)).rejects.toThrow("not authorized");
    await ASK["v2"]!(clients);
  });
});
