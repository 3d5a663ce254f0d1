import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import {
  APIGatewayClient,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
  GetUsagePlansCommand,
} from "@aws-sdk/client-api-gateway";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { clientConfig } from "../e2e/loopback-clients.ts";
import { ACCOUNT_ID, COUNT, literalAccount, NOW_MS } from "../unit/loopback/literal-account.ts";

/**
 * Answers recorded from AWS against the loopback's, both as an SDK decodes them. A shape is the set of paths of an
 * answer with the types found there. What every recorded answer of an operation has, ours must have; what ours
 * has, some recorded answer must have, or a reason must stand here.
 */
const FOLDER = join(process.env["GATEWATCH_DATA"] ?? "../shared/data", "aws-recorded");

type Json = Readonly<Record<string, unknown>>;
type Shape = Map<string, Set<string>>;

/** Under these a key is a name that the user chose. */
const MAPS = new Set(["methodSettings", "resourceMethods", "variables", "stageVariableOverrides", "tags"]);
/** What the recordings put in the place of values that differ from run to run. */
const PLACEHOLDERS = new Set(["timestamp", "datetime", "date"]);

function shapeOf(value: unknown, path = "", shape: Shape = new Map()): Shape {
  if (value === undefined) return shape;
  (shape.get(path) ?? shape.set(path, new Set()).get(path)!).add(typeName(value));
  if (value instanceof Date) return shape;
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${path}[]`, shape);
  else if (typeof value === "object" && value !== null) {
    const isMap = MAPS.has(path.slice(path.lastIndexOf(".") + 1));
    for (const [key, item] of Object.entries(value)) {
      if (key === "ResponseMetadata" || key === "$metadata") continue;
      shapeOf(item, `${path}.${isMap ? "*" : key}`, shape);
    }
  }
  return shape;
}

function typeName(value: unknown): string {
  if (value instanceof Date || (typeof value === "string" && PLACEHOLDERS.has(value))) return "time";
  return Array.isArray(value) ? "list" : typeof value;
}

interface Recorded {
  readonly name: string;
  readonly body: Json;
}

/** As botocore decodes it. */
interface RecordedError {
  readonly Error: { readonly Code: string; readonly Message: string; readonly QueryErrorCode?: string };
  readonly ResponseMetadata: { readonly HTTPStatusCode: number };
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readRecorded(): Recorded[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".snapshot.json"))
    .flatMap((file) => {
      const tests = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Record<
        string,
        { "recorded-content": Json }
      >;
      return Object.entries(tests).flatMap(([test, content]) =>
        Object.entries(content["recorded-content"]).flatMap(([step, body]) =>
          isRecord(body) ? [{ name: `${test.split("::").at(-1)} ${step}`, body }] : [],
        ),
      );
    });
}

function itemsHave(body: Json, ...keys: string[]): boolean {
  const { items } = body;
  return (
    Array.isArray(items) &&
    items.length > 0 &&
    items.every((item) => isRecord(item) && keys.every((key) => key in item))
  );
}

const GROUP = "/aws/apigateway/orders";
const dimensions = Object.entries(COUNT.dimensions).map(([Name, Value]) => ({ Name, Value }));
const Metric = { Namespace: COUNT.namespace, MetricName: COUNT.metric, Dimensions: dimensions };
const window = { StartTime: new Date(NOW_MS - 600_000), EndTime: new Date(NOW_MS) };
const statistics = {
  ...window,
  Namespace: Metric.Namespace,
  MetricName: Metric.MetricName,
  Dimensions: dimensions,
};
const REST = { restApiId: "abc123def4" };

let loopback: Loopback;
let cloudwatch: CloudWatchClient;
let logs: CloudWatchLogsClient;
let rest: APIGatewayClient;
beforeAll(async () => {
  const event = { eventId: "e1", streamName: "s1", timestampMs: NOW_MS - 5_000, message: "hello" };
  loopback = await startLoopback(literalAccount({ events: { [GROUP]: [event] } }));
  const config = clientConfig(loopback.url);
  cloudwatch = new CloudWatchClient(config);
  logs = new CloudWatchLogsClient(config);
  rest = new APIGatewayClient(config);
});
afterAll(() => loopback.close());

interface Case {
  readonly operation: string;
  /** Whether a recorded answer is one of this operation. */
  readonly isRecorded: (recorded: Recorded) => boolean;
  readonly ask: () => Promise<unknown>;
  /** Paths that AWS has in every recorded answer and we have not, with the reason. */
  readonly lacks?: Readonly<Record<string, string>>;
  /** Paths that we have and no recorded answer has, with the reason. */
  readonly adds?: Readonly<Record<string, string>>;
}

const NEVER_SET = "the recorded tests never set it; the API model has it";

const CASES: readonly Case[] = [
  {
    operation: "GetMetricData",
    isRecorded: ({ body }) => "MetricDataResults" in body,
    ask: () =>
      cloudwatch.send(
        new GetMetricDataCommand({
          ...window,
          MetricDataQueries: [{ Id: "a", MetricStat: { Metric, Period: 60, Stat: "Sum" } }],
        }),
      ),
    adds: { ".MetricDataResults[].Timestamps[]": "the recordings replace the whole list by a word" },
  },
  {
    operation: "GetMetricStatistics",
    isRecorded: ({ body }) => "Datapoints" in body,
    ask: () =>
      cloudwatch.send(
        new GetMetricStatisticsCommand({ ...statistics, Period: 60, Statistics: ["Sum", "Average"] }),
      ),
  },
  {
    operation: "ListMetrics",
    isRecorded: ({ body }) =>
      "Metrics" in body && !("MetricAlarms" in body) && Array.isArray(body["Metrics"]),
    ask: () => cloudwatch.send(new ListMetricsCommand({})),
  },
  {
    operation: "DescribeAlarms",
    isRecorded: ({ body }) => "MetricAlarms" in body && "CompositeAlarms" in body,
    ask: () => cloudwatch.send(new DescribeAlarmsCommand({})),
  },
  {
    operation: "DescribeLogGroups",
    isRecorded: ({ name, body }) => name.includes("describe-log-groups") && "logGroups" in body,
    ask: () => logs.send(new DescribeLogGroupsCommand({})),
  },
  {
    operation: "DescribeLogStreams",
    isRecorded: ({ body }) => "logStreams" in body,
    ask: () => logs.send(new DescribeLogStreamsCommand({ logGroupName: GROUP })),
    adds: {
      ".logStreams[].firstEventTimestamp": "the recorded streams are empty",
      ".logStreams[].lastEventTimestamp": "the recorded streams are empty",
      ".logStreams[].lastIngestionTime": "the recorded streams are empty",
    },
  },
  {
    operation: "StartQuery",
    isRecorded: ({ name, body }) => name.endsWith("start-query") && "queryId" in body,
    ask: () =>
      logs.send(
        new StartQueryCommand({
          logGroupName: GROUP,
          startTime: NOW_MS / 1_000 - 60,
          endTime: NOW_MS / 1_000,
          queryString: "fields @message",
        }),
      ),
  },
  {
    operation: "GetRestApis",
    isRecorded: ({ body }) => itemsHave(body, "rootResourceId"),
    ask: () => rest.send(new GetRestApisCommand({})),
    lacks: { ".items[].description": "the model of an account has no descriptions of APIs" },
  },
  {
    operation: "GetResources",
    isRecorded: ({ body }) => itemsHave(body, "path"),
    ask: () => rest.send(new GetResourcesCommand(REST)),
  },
  {
    operation: "GetStages",
    isRecorded: ({ body }) => Array.isArray(body["item"]),
    ask: () => rest.send(new GetStagesCommand(REST)),
    adds: {
      ".item[].cacheClusterSize": NEVER_SET,
      ".item[].webAclArn": NEVER_SET,
      ...Object.fromEntries(
        [
          "",
          ".metricsEnabled",
          ".loggingLevel",
          ".dataTraceEnabled",
          ".throttlingBurstLimit",
          ".throttlingRateLimit",
        ]
          .concat([
            ".cachingEnabled",
            ".cacheTtlInSeconds",
            ".cacheDataEncrypted",
            ".requireAuthorizationForCacheControl",
          ])
          .concat([".unauthorizedCacheControlHeaderStrategy"])
          .map((member) => [`.item[].methodSettings.*${member}`, "held against GetStage below"]),
      ),
    },
  },
  {
    // A single stage has the same form as one of a list, and more of the recorded ones have settings.
    operation: "one stage of GetStages",
    isRecorded: ({ body }) => "stageName" in body && "createdDate" in body,
    ask: async () => (await rest.send(new GetStagesCommand(REST))).item?.[0],
    adds: {
      ".cacheClusterSize": NEVER_SET,
      ".webAclArn": NEVER_SET,
    },
  },
  {
    operation: "GetUsagePlans",
    isRecorded: ({ body }) => itemsHave(body, "apiStages"),
    ask: () => rest.send(new GetUsagePlansCommand({})),
    lacks: { ".items[].description": "the model of an account has no descriptions of plans" },
  },
  {
    operation: "GetDeployments",
    isRecorded: ({ name, body }) => name.includes("get-deployments") && itemsHave(body, "createdDate"),
    ask: () => rest.send(new GetDeploymentsCommand(REST)),
  },
  {
    operation: "GetAuthorizers",
    isRecorded: ({ name, body }) => name.endsWith("get-authorizers") && itemsHave(body, "authType"),
    ask: () => rest.send(new GetAuthorizersCommand(REST)),
    lacks: { ".items[].authorizerUri": "which function decides is not part of the model of an account" },
  },
];

describe.skipIf(!existsSync(FOLDER))(
  "answers recorded from AWS (skipped where the recordings are not there)",
  () => {
    const all = existsSync(FOLDER) ? readRecorded() : [];

    it("there are recordings", () => {
      expect(all.length).toBeGreaterThan(400);
    });

    it.each(CASES)("$operation has AWS's shape", async ({ isRecorded, ask, lacks = {}, adds = {} }) => {
      const recorded = all.filter(isRecorded);
      expect(recorded.length).toBeGreaterThan(0);
      const shapes = recorded.map(({ body }) => shapeOf(body));
      const ours = shapeOf(await ask());
      const union: Shape = new Map();
      for (const shape of shapes) {
        for (const [path, types] of shape) union.set(path, new Set([...(union.get(path) ?? []), ...types]));
      }
      const isAlways = (path: string): boolean => shapes.every((shape) => shape.has(path));
      const missing = [...union.keys()].filter((path) => isAlways(path) && !ours.has(path));
      expect(
        missing.filter((path) => !(path in lacks)),
        "what AWS always has",
      ).toEqual([]);
      const added = [...ours.keys()].filter((path) => !union.has(path));
      expect(
        added.filter((path) => !(path in adds)),
        "what AWS never has",
      ).toEqual([]);
      for (const [path, types] of ours) {
        const known = union.get(path);
        if (!known || known.has("time")) continue;
        expect([path, ...types]).toEqual([path, ...[...types].filter((type) => known.has(type))]);
      }
      // A reason that explains nothing is out of date.
      expect(
        [...Object.keys(lacks), ...Object.keys(adds)].filter(
          (path) => !missing.includes(path) && !added.includes(path),
        ),
      ).toEqual([]);
    });

    /** Recorded step, the question that provokes it here, and what stands in our answer for its placeholders. */
    const ERRORS: readonly (readonly [
      name: string,
      ask: () => Promise<unknown>,
      values?: Record<string, string>,
    ])[] = [
      [
        "test_invalid_amount_of_datapoints[json] error-invalid-amount-datapoints",
        () =>
          cloudwatch.send(
            new GetMetricStatisticsCommand({
              ...statistics,
              StartTime: new Date(NOW_MS - 86_400_000),
              Period: 1,
              Statistics: ["Sum"],
            }),
          ),
      ],
      [
        "test_invalid_amount_of_datapoints[json] error-invalid-time-frame",
        () =>
          cloudwatch.send(
            new GetMetricStatisticsCommand({
              ...statistics,
              StartTime: window.EndTime,
              Period: 60,
              Statistics: ["Sum"],
            }),
          ),
      ],
      [
        "test_filter_log_events_limit_validation error-limit-exceeded",
        () => logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, limit: 10_001 })),
      ],
      [
        "test_filter_log_events_unknown_token invalid-token",
        () => logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, nextToken: "unknown" })),
      ],
      [
        "test_get_log_events_limit_validation error-limit-exceeded",
        () => logs.send(new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: "s1", limit: 10_001 })),
      ],
      [
        "test_get_log_events_invalid_token error-invalid-token",
        () =>
          logs.send(
            new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: "s1", nextToken: "x/unknown" }),
          ),
      ],
      [
        "test_resource_does_not_exist error-log-group-does-not-exist",
        () => logs.send(new GetLogEventsCommand({ logGroupName: "/none", logStreamName: "s1" })),
      ],
      [
        "test_resource_does_not_exist error-log-stream-does-not-exist",
        () => logs.send(new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: "none" })),
      ],
      [
        "test_describe_log_groups_prefix_and_pattern_error error-prefix-and-pattern",
        () => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "a", logGroupNamePattern: "b" })),
      ],
      [
        "test_describe_log_streams_with_log_group_identifier error-both-name-and-identifier",
        () => logs.send(new DescribeLogStreamsCommand({ logGroupName: GROUP, logGroupIdentifier: GROUP })),
      ],
      [
        "test_start_query_log_group_not_found error-log-group-not-found",
        () =>
          logs.send(
            new StartQueryCommand({
              logGroupName: "/none",
              startTime: 1,
              endTime: 2,
              queryString: "fields a",
            }),
          ),
        { "<log-group>": "/none" },
      ],
      [
        "test_authorizer_crud_no_api wrong-rest-api-id-get-authorizers",
        () => rest.send(new GetAuthorizersCommand({ restApiId: "test-fake-rest-id" })),
      ],
    ];

    it.each(ERRORS.map(([name, ask, values = {}]) => ({ name, ask, values })))(
      "$name is AWS's error, word for word",
      async ({ name, ask, values }) => {
        const recorded = all.find((candidate) => candidate.name === name)!.body as unknown as RecordedError;
        const { Code, Message, QueryErrorCode } = recorded.Error;
        const thrown: unknown = await ask().then(
          () => undefined,
          (error: unknown) => error,
        );
        const ours = thrown as Error & { Error?: { Code: string }; $metadata: { httpStatusCode: number } };
        const withPlaceholders = Object.entries(values).reduce(
          (text, [placeholder, value]) => text.replaceAll(value, placeholder),
          ours.message.replaceAll(ACCOUNT_ID, "111111111111"),
        );
        // Some services append which of their inner calls failed, which tells a caller nothing.
        expect(withPlaceholders).toBe(Message.replace(/ \(Service: AWSLogs;.*\)$/, ""));
        expect(ours.name).toBe(QueryErrorCode ?? Code);
        if (QueryErrorCode !== undefined) expect(ours.Error?.Code).toBe(Code);
        expect(ours.$metadata.httpStatusCode).toBe(recorded.ResponseMetadata.HTTPStatusCode);
      },
    );

    it("a CloudWatch error has AWS's envelope, with the old code for callers who ask for it", async () => {
      const recorded = all.find(
        ({ name }) =>
          name === "test_exception_serializing_with_no_shape_in_spec[json] invalid-value-response",
      );
      const headers = {
        authorization:
          "AWS4-HMAC-SHA256 Credential=A/20260520/eu-west-1/monitoring/aws4_request, Signature=0",
        "x-amz-target": "GraniteServiceVersion20100801.DescribeAlarms",
      };
      const ask = (more: Record<string, string>) =>
        fetch(loopback.url, {
          method: "POST",
          headers: { ...headers, ...more },
          body: '{"StateValue":"INVALID"}',
        });
      const answer = await ask({ "x-amzn-query-mode": "true" });
      const { __type, message } = recorded!.body as Record<string, string>;
      const ours = (await answer.json()) as Record<string, string>;
      expect(ours["__type"]).toBe(__type);
      // The order in which the values of an enum are listed is the model's and means nothing.
      const parts = (text?: string): Set<string> => new Set(text?.split(/[[\], ]+/));
      expect(parts(ours["message"])).toEqual(parts(message));
      expect(answer.headers.get("x-amzn-query-error")).toBe("ValidationError;Sender");
      expect((await ask({})).headers.get("x-amzn-query-error")).toBeNull();
    });
  },
);
