import type { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import type { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import type { AthenaClient } from "@aws-sdk/client-athena";
import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { STSClient } from "@aws-sdk/client-sts";
import type { XRayClient } from "@aws-sdk/client-xray";

import { assumeRole, type TemporaryCredentials } from "./assume-role.ts";
import type { CostMeter } from "./cost-meter.ts";
import { SILENT_LOGGER } from "./silent-logger.ts";

/** How to reach AWS. What is left out comes from the SDK's own environment, files and instance roles. */
export interface AwsOptions {
  /** Undefined: as the AWS environment says; see defaultRegion. */
  readonly region: string | undefined;
  readonly profile?: string | undefined;
  /** A role to assume with the credentials found. */
  readonly roleArn?: string | undefined;
  /** What the role's trust policy asks for. */
  readonly externalId?: string | undefined;
  /** Instead of AWS's own endpoints, for every service. */
  readonly endpointUrl?: string | undefined;
  /** Attempts for one call, the first included. Default: AWS_MAX_ATTEMPTS, else 5. */
  readonly maxAttempts?: number | undefined;
  /** Longest wait for one answer, ms. Default 30,000. */
  readonly requestTimeoutMs?: number | undefined;
}

/** One client for each service, loaded and made when first asked for. */
export interface AwsClients {
  cloudTrail(): Promise<CloudTrailClient>;
  cloudWatch(): Promise<CloudWatchClient>;
  cloudWatchLogs(): Promise<CloudWatchLogsClient>;
  apiGateway(): Promise<APIGatewayClient>;
  apiGatewayV2(): Promise<ApiGatewayV2Client>;
  lambda(): Promise<LambdaClient>;
  s3(): Promise<S3Client>;
  athena(): Promise<AthenaClient>;
  sns(): Promise<SNSClient>;
  eventBridge(): Promise<EventBridgeClient>;
  sts(): Promise<STSClient>;
  xray(): Promise<XRayClient>;
  /** Closes idle connections, so that a process can end. */
  destroy(): void;
}

/** Patient with throttling, since a report that waits is better than one with holes. */
const MAX_ATTEMPTS = 5;
const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** @param meter counts every attempt of every client made here. */
export function createClients(options: AwsOptions, meter: CostMeter): AwsClients {
  // The SDK announces on stderr which versions of Node it will support next year: its own switch for that.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const made: { destroy(): void }[] = [];
  const config = baseConfig(options);

  function lazily<Client extends MeteredClient>(service: string, make: () => Promise<Client>) {
    let client: Promise<Client> | undefined;
    return async (): Promise<Client> => {
      client ??= make().then((one) => {
        countAttempts(one, service, meter);
        made.push(one);
        return one;
      });
      return client;
    };
  }

  const stsWith = (credentials: object) =>
    lazily("sts", async () => {
      const { STSClient: Sts } = await import("@aws-sdk/client-sts");
      return new Sts({ ...config, ...credentials });
    });
  const role: { credentials?: () => Promise<TemporaryCredentials> } = options.roleArn
    ? { credentials: assumeRole(options.roleArn, stsWith({}), options.externalId) }
    : {};
  const full = { ...config, ...role };

  return {
    cloudTrail: lazily("cloudtrail", async () => {
      const { CloudTrailClient: Client } = await import("@aws-sdk/client-cloudtrail");
      return new Client(full);
    }),
    cloudWatch: lazily("cloudwatch", async () => {
      const { CloudWatchClient: Client } = await import("@aws-sdk/client-cloudwatch");
      return new Client(full);
    }),
    cloudWatchLogs: lazily("logs", async () => {
      const { CloudWatchLogsClient: Client } = await import("@aws-sdk/client-cloudwatch-logs");
      return new Client(full);
    }),
    apiGateway: lazily("apigateway", async () => {
      const { APIGatewayClient: Client } = await import("@aws-sdk/client-api-gateway");
      return new Client(full);
    }),
    apiGatewayV2: lazily("apigatewayv2", async () => {
      const { ApiGatewayV2Client: Client } = await import("@aws-sdk/client-apigatewayv2");
      return new Client(full);
    }),
    lambda: lazily("lambda", async () => {
      const { LambdaClient: Client } = await import("@aws-sdk/client-lambda");
      return new Client(full);
    }),
    s3: lazily("s3", async () => {
      const { S3Client: Client } = await import("@aws-sdk/client-s3");
      // A bucket may lie in another region; an endpoint of one's own rarely has a host name for each bucket.
      const own =
        options.endpointUrl ?? process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"];
      return new Client({ ...full, followRegionRedirects: true, forcePathStyle: own !== undefined });
    }),
    athena: lazily("athena", async () => {
      const { AthenaClient: Client } = await import("@aws-sdk/client-athena");
      return new Client(full);
    }),
    sns: lazily("sns", async () => {
      const { SNSClient: Client } = await import("@aws-sdk/client-sns");
      return new Client(full);
    }),
    eventBridge: lazily("events", async () => {
      const { EventBridgeClient: Client } = await import("@aws-sdk/client-eventbridge");
      return new Client(full);
    }),
    sts: stsWith(role),
    xray: lazily("xray", async () => {
      const { XRayClient: Client } = await import("@aws-sdk/client-xray");
      return new Client(full);
    }),
    destroy: () => {
      for (const client of made) client.destroy();
    },
  };
}

function baseConfig(options: AwsOptions) {
  const attempts = options.maxAttempts ?? (process.env["AWS_MAX_ATTEMPTS"] ? undefined : MAX_ATTEMPTS);
  return {
    ...(options.region === undefined ? {} : { region: options.region }),
    logger: SILENT_LOGGER,
    ...(process.env["AWS_RETRY_MODE"] ? {} : { retryMode: "adaptive" }),
    ...(attempts === undefined ? {} : { maxAttempts: attempts }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.endpointUrl === undefined ? {} : { endpoint: options.endpointUrl }),
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
}

/** The little of an SDK client that counting needs, alike in all of them. */
interface MeteredClient {
  destroy(): void;
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

type Next = (args: unknown) => Promise<unknown>;

/** Sits behind the retries (low priority in the step in which they are made), so that it sees each attempt. */
function countAttempts(client: MeteredClient, service: string, meter: CostMeter): void {
  const stack: { add(middleware: unknown, options: unknown): void } = client.middlewareStack;
  stack.add(
    (next: Next, context: { readonly commandName?: string }) => async (args: unknown) => {
      meter.countCall(service, (context.commandName ?? "Unknown").replace(/Command$/, ""));
      return next(args);
    },
    { step: "finalizeRequest", priority: "low", name: "gatewatchCostMeter" },
  );
}
