import { fileURLToPath } from "node:url";

import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnAlarm } from "aws-cdk-lib/aws-cloudwatch";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Architecture, Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

import type { AgentResource, AgentStatement } from "../catalog/agent-policy.ts";
import { AGENT_STATEMENTS } from "./agent-statements.gen.ts";

/** Secrets become environment variables of the function: hand them over as dynamic references, not as literals, and with a key. */
export interface GatewatchProps {
  /** As EventBridge Scheduler writes it. Default: "rate(5 minutes)". */
  readonly schedule?: string;
  /** The clock of a cron schedule. Default: "UTC". */
  readonly scheduleTimeZone?: string;
  /** Glob over API names and ids to watch. Default: all. */
  readonly api?: string;
  /** Glob over stages to watch. Default: all. */
  readonly stage?: string;
  /** Regions to watch. Default: the stack's own. */
  readonly regions?: readonly string[];
  /** Roles of further accounts to watch; each trusts the function's role. */
  readonly roleArns?: readonly string[];
  /** What these roles ask for as sts:ExternalId. */
  readonly externalId?: string;
  /** A run stops before it would spend more than this. Default: no limit. */
  readonly maxCostUsd?: number;
  readonly topic?: ITopic;
  /** A bus of the stack's own account and region. */
  readonly eventBus?: IEventBus;
  /** Incoming webhook of Slack. */
  readonly slackUrl?: string;
  readonly webhookUrl?: string;
  /** Key of the signature of what is posted to `webhookUrl`. */
  readonly signingKey?: string;
  /** Namespace for metrics of runs and findings, which are paid as custom metrics. Default: none are written. */
  readonly metricsNamespace?: string;
  /** Is told when the agent itself fails or is silent. */
  readonly alarmTopic?: ITopic;
  /** Without a good run in so long, the agent counts as silent. Default: 30 minutes. */
  readonly silence?: Duration;
  /** Days for which reports and the agent's own log are kept. Default: 90. */
  readonly retentionDays?: RetentionDays;
  /** MB. Default: 1024. */
  readonly memorySize?: number;
  /** Node.js 22 or 24. Default: 22. */
  readonly runtime?: Runtime;
  /** Of the function's environment: without a right to it nobody sees the secrets there. Default: Lambda's own. */
  readonly environmentKey?: IKey;
  /** Default: the bundle of this package. */
  readonly code?: Code;
}

const DEFAULT_RETENTION_DAYS = 90;

/** Watches Amazon API Gateway on a schedule and tells when an incident opens, changes and ends. */
export class Gatewatch extends Construct {
  readonly function: LambdaFunction;
  /** What roles of further accounts have to trust. */
  readonly role: Role;
  /** Holds state and reports, and takes a configuration as config.yaml. */
  readonly bucket: Bucket;
  /** Events of runs that were given up. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: GatewatchProps = {}) {
    super(scope, id);
    const days = props.retentionDays ?? DEFAULT_RETENTION_DAYS;
    const logGroup = new LogGroup(this, "LogGroup", {
      retention: days,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.deadLetters = new Queue(this, "DeadLetters", {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
    });
    this.bucket = this.#makeBucket(Duration.days(days));
    this.role = this.#makeRole(props, logGroup);
    this.function = new LambdaFunction(this, "Function", {
      description: "Watches Amazon API Gateway and tells what is news.",
      code: props.code ?? Code.fromAsset(fileURLToPath(new URL("../lambda", import.meta.url))),
      handler: "index.handler",
      runtime: props.runtime ?? Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 1024,
      timeout: Duration.seconds(240),
      // All that it may do stands in the role already.
      role: this.role.withoutPolicyUpdates(),
      logGroup,
      deadLetterQueue: this.deadLetters,
      retryAttempts: 1,
      maxEventAge: Duration.seconds(300),
      environment: environmentOf(props, this.bucket),
      ...(props.environmentKey && { environmentEncryption: props.environmentKey }),
    });
    this.#addSchedule(props);
    this.#addAlarms(props);
  }

  #makeBucket(expiration: Duration): Bucket {
    return new Bucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { id: "reports", prefix: "reports/", expiration },
        { id: "set-aside", prefix: "state/agent.json.gz.broken-", expiration },
        { id: "unfinished", abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
  }

  #makeRole(props: GatewatchProps, logGroup: LogGroup): Role {
    const { partition } = Stack.of(this);
    const own: Readonly<Record<AgentResource, readonly string[]>> = {
      "log-streams": [logGroup.logGroupArn],
      "dead-letters": [this.deadLetters.queueArn],
      bucket: [this.bucket.bucketArn],
      "bucket-objects": [this.bucket.arnForObjects("*")],
      topic: props.topic ? [props.topic.topicArn] : [],
      "event-bus": props.eventBus ? [props.eventBus.eventBusArn] : [],
      roles: props.roleArns ?? [],
    };
    const resourcesOf = ({ on }: AgentStatement): readonly string[] =>
      typeof on === "string" ? own[on] : on.map((one) => (one === "*" ? one : `arn:${partition}:${one}`));
    const statements = AGENT_STATEMENTS.flatMap((statement) => {
      const resources = [...resourcesOf(statement)];
      const { sid, actions } = statement;
      return resources.length === 0
        ? []
        : [new PolicyStatement({ sid, effect: Effect.ALLOW, actions: [...actions], resources })];
    });
    return new Role(this, "FunctionRole", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      // Statements that look alike are not merged: their names say what they are for.
      inlinePolicies: { gatewatch: new PolicyDocument({ statements, minimize: false }) },
    });
  }

  #addSchedule({ schedule = "rate(5 minutes)", scheduleTimeZone = "UTC" }: GatewatchProps): void {
    const allow = (sid: string, action: string, resource: string): PolicyStatement =>
      new PolicyStatement({ sid, effect: Effect.ALLOW, actions: [action], resources: [resource] });
    const statements = [
      allow("Invoke", "lambda:InvokeFunction", this.function.functionArn),
      allow("DeadLetters", "sqs:SendMessage", this.deadLetters.queueArn),
    ];
    const role = new Role(this, "TimerRole", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
      inlinePolicies: { invoke: new PolicyDocument({ statements, minimize: false }) },
    });
    new CfnSchedule(this, "Timer", {
      description: "When Gatewatch looks.",
      scheduleExpression: schedule,
      scheduleExpressionTimezone: scheduleTimeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: this.function.functionArn,
        roleArn: role.roleArn,
        input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
        deadLetterConfig: { arn: this.deadLetters.queueArn },
        retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 },
      },
    });
  }

  #addAlarms({ alarmTopic, silence = Duration.minutes(30) }: GatewatchProps): void {
    const actions = alarmTopic
      ? { alarmActions: [alarmTopic.topicArn], okActions: [alarmTopic.topicArn] }
      : {};
    const ofFunction = [{ name: "FunctionName", value: this.function.functionName }];
    new CfnAlarm(this, "FailureAlarm", {
      alarmDescription:
        "Runs of Gatewatch fail. Its log says why; what waits is delivered by the next good run.",
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: ofFunction,
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      ...actions,
    });
    const counted = (metricId: string, metricName: string) => ({
      id: metricId,
      returnData: false,
      metricStat: {
        metric: { namespace: "AWS/Lambda", metricName, dimensions: ofFunction },
        period: silence.toSeconds(),
        stat: "Sum",
      },
    });
    new CfnAlarm(this, "SilenceAlarm", {
      alarmDescription: "Gatewatch has not ended a run well for a while; nobody is watching.",
      metrics: [
        { id: "good", expression: "invocations - errors", label: "Good runs", returnData: true },
        counted("invocations", "Invocations"),
        counted("errors", "Errors"),
      ],
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: "LessThanThreshold",
      treatMissingData: "breaching",
      ...actions,
    });
    new CfnAlarm(this, "DeadLetterAlarm", {
      alarmDescription:
        "A run of Gatewatch was given up; the queue holds the event that should have started it.",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: [{ name: "QueueName", value: this.deadLetters.queueName }],
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      ...actions,
    });
  }
}

function environmentOf(props: GatewatchProps, bucket: Bucket): Record<string, string> {
  return {
    GATEWATCH_BUCKET: bucket.bucketName,
    GATEWATCH_API: props.api ?? "",
    GATEWATCH_STAGE: props.stage ?? "",
    GATEWATCH_REGIONS: (props.regions ?? []).join(","),
    GATEWATCH_ROLE_ARNS: (props.roleArns ?? []).join(","),
    GATEWATCH_EXTERNAL_ID: props.externalId ?? "",
    GATEWATCH_MAX_COST_USD: props.maxCostUsd === undefined ? "" : String(props.maxCostUsd),
    GATEWATCH_TOPIC_ARN: props.topic?.topicArn ?? "",
    GATEWATCH_EVENT_BUS: props.eventBus?.eventBusName ?? "",
    GATEWATCH_SLACK_URL: props.slackUrl ?? "",
    GATEWATCH_WEBHOOK_URL: props.webhookUrl ?? "",
    GATEWATCH_SIGNING_KEY: props.signingKey ?? "",
    GATEWATCH_METRICS_NAMESPACE: props.metricsNamespace ?? "",
  };
}
