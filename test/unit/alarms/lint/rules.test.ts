import { describe, expect, test } from "vitest";

import type { LintContext } from "../../../../src/alarms/lint/lint-context.ts";
import type { DeclaredAlarm } from "../../../../src/model/declared-alarm.ts";
import { composite, dimensions, lintAlarm, lintOf, mathAlarm, query } from "../../../support/lint-alarms.ts";
import {
  changes,
  LINT_HISTORY,
  LINT_LISTED,
  LINT_METRICS,
  LINT_NOW_MS,
  LINT_STAGES,
  LINT_TOPICS,
  lintCoverage,
} from "../../../support/lint-account.ts";
import { LINT_SERIES, LINT_TARGETS } from "../../../support/lint-recording.ts";

const RECORDED = { targets: LINT_TARGETS, series: LINT_SERIES };
const TOPIC = "arn:aws:sns:eu-west-1:210987654321:page";

/** A rule's end that makes no difference, and is another one for each number. */
function unlike(index: number): string {
  return Array.from(index.toString(2), (bit) => (bit === "1" ? " OR FALSE" : " AND TRUE")).join("");
}

type Case = readonly [
  name: string,
  alarms: readonly DeclaredAlarm[],
  expected: readonly string[],
  context?: Partial<LintContext>,
];

/** "rule severity path" of all that is found, by all rules. */
function found(alarms: readonly DeclaredAlarm[], context: Partial<LintContext> = {}): string[] {
  return lintOf(alarms, context).map(
    ({ rule, severity, path }) => `${rule} ${severity}${path === null ? "" : ` ${path}`}`,
  );
}

function reference(text: string, type: string, attribute: string | null, path = "Dimensions[0].Value") {
  return { unknown: [{ path, text, refersTo: { id: "Api", type, attribute } }] };
}

const latency = (threshold: number, fields: object = {}) =>
  lintAlarm({
    MetricName: "Latency",
    Statistic: null,
    ExtendedStatistic: "p90",
    Threshold: threshold,
    ...fields,
  });
const v2 = (values: Record<string, string> = {}) =>
  dimensions({ ApiId: "w8f4z1t6ub", Stage: "$default", ...values });

const DAY_MS = 86_400_000;
const stage = (values: Record<string, string>) => lintAlarm({ Dimensions: dimensions(values) });
/** An alarm that is deployed, in OK, and was put so many days ago. */
const deployed = (name: string, days: number, changed: Partial<DeclaredAlarm["deployed"] & object> = {}) => {
  const putMs = LINT_NOW_MS - days * DAY_MS;
  const state = { stateValue: "OK" as const, transitionedMs: putMs, arn: null, configuredMs: putMs };
  return lintAlarm({ AlarmName: name }, { deployed: { ...state, ...changed } });
};
const kept = (list: ReturnType<typeof changes>): Partial<LintContext> => {
  const startMs = LINT_NOW_MS - 30 * DAY_MS;
  return {
    region: "eu-west-1",
    history: new Map([["eu-west-1", { startMs, endMs: LINT_NOW_MS, changes: list }]]),
  };
};
const tells = (arn: string, field = "AlarmActions") => lintAlarm({ AlarmActions: [TOPIC], [field]: [arn] });

/** What only an account tells. */
const LIVE_CASES: readonly Case[] = [
  [
    "a stage in the wrong case",
    [stage({ ApiName: "orders", Stage: "Prod" })],
    ["unknown-stage error Dimensions[1].Value"],
    LINT_STAGES,
  ],
  [
    "an API that is gone",
    [stage({ ApiName: "checkout", Stage: "prod" })],
    ["unknown-stage error Dimensions[0].Value"],
    LINT_STAGES,
  ],
  [
    "the id of an HTTP API that is gone",
    [lintAlarm({ MetricName: "5xx", Dimensions: dimensions({ ApiId: "w8f4z1t6uc", Stage: "$default" }) })],
    ["unknown-stage error Dimensions[0].Value"],
    LINT_STAGES,
  ],
  ["a stage that exists", [stage({ ApiName: "orders", Stage: "test" })], [], LINT_STAGES],
  [
    "a stage of a Region of which not all is known",
    [stage({ ApiName: "orders", Stage: "Prod" })],
    [],
    { ...LINT_STAGES, inventoried: new Set(["us-east-1"]) },
  ],
  [
    "a stage of another Region's API of that name",
    [
      lintAlarm(
        {
          Dimensions: dimensions({ ApiName: "orders", Stage: "Prod" }),
          AlarmActions: [TOPIC.replace("eu-west-1", "us-east-1")],
        },
        { place: { file: "us-east-1", line: null, id: "x" } },
      ),
    ],
    [],
    LINT_STAGES,
  ],
  [
    "the id of a REST API is told once",
    [stage({ ApiName: "k3x9p2m7qa", Stage: "prod" })],
    ["rest-api-by-id error Dimensions[0].Value"],
    LINT_STAGES,
  ],
  [
    "a value that a deployment knows",
    [lintAlarm({}, reference("!Ref Name", "AWS::SSM::Parameter", null))],
    [],
    LINT_STAGES,
  ],
  [
    "a metric that its stage does not have",
    [lintAlarm({ MetricName: "4XXError", Dimensions: dimensions({ ApiName: "orders", Stage: "test" }) })],
    ["no-such-metric error MetricName"],
    LINT_LISTED,
  ],
  [
    "a metric that may wait for its first event",
    [lintAlarm({ MetricName: "CacheHitCount", Threshold: 0.6, ComparisonOperator: "LessThanThreshold" })],
    ["no-such-metric note MetricName"],
    LINT_LISTED,
  ],
  [
    "a route that has no metrics",
    [
      lintAlarm({
        Dimensions: dimensions({ ApiName: "orders", Stage: "prod", Resource: "/orders", Method: "GET" }),
      }),
    ],
    ["no-such-metric warning Dimensions"],
    LINT_LISTED,
  ],
  ["a metric that is listed", [lintAlarm()], [], LINT_LISTED],
  [
    "a list that is not known",
    [stage({ ApiName: "elsewhere", Stage: "prod" })],
    [],
    { region: "eu-west-1", metrics: new Map([["us-east-1", LINT_METRICS]]) },
  ],
  [
    "a topic of another Region",
    [tells(TOPIC.replace("eu-west-1", "eu-central-1"))],
    ["topic-region error AlarmActions[0]"],
    { region: "eu-west-1" },
  ],
  [
    "a topic of a Region, where the alarm's own is not known",
    [tells(TOPIC.replace("eu-west-1", "eu-central-1"))],
    [],
  ],
  [
    "a topic that is not there",
    [tells(TOPIC.replace(/page$/, "gone"), "OKActions")],
    ["topic-missing error OKActions[0]"],
    LINT_TOPICS,
  ],
  [
    "a topic without subscriptions",
    [tells(TOPIC.replace(/page$/, "unheard"))],
    ["topic-unheard warning AlarmActions[0]"],
    LINT_TOPICS,
  ],
  ["a topic that nobody could ask for", [tells(TOPIC.replace(/page$/, "other"))], [], LINT_TOPICS],
  ["a topic with subscriptions", [lintAlarm()], [], LINT_TOPICS],
  ["eleven changes within a day", [deployed("orders-nervous", 90)], ["flapping warning"], LINT_HISTORY],
  [
    "ten changes within a day, and the eleventh a day after the first",
    [deployed("x", 90)],
    [],
    kept(changes("x", 11, 144)),
  ],
  [
    "eleven changes, one within the day",
    [deployed("x", 90)],
    ["flapping warning"],
    kept(changes("x", 11, 143)),
  ],
  [
    "as many changes as the configuration allows",
    [deployed("orders-nervous", 90)],
    [],
    { ...LINT_HISTORY, changesADay: 11 },
  ],
  ["another alarm's changes", [deployed("x", 90)], ["never-fired note"], LINT_HISTORY],
  ["an alarm of a file that is not deployed", [lintAlarm({ AlarmName: "orders-nervous" })], [], LINT_HISTORY],
  ["never in ALARM, and put 14 days ago", [deployed("x", 14)], ["never-fired note"], kept([])],
  ["never in ALARM, and put 13 days ago", [deployed("x", 13)], [], kept([])],
  [
    "never in ALARM, but without data",
    [deployed("x", 90, { stateValue: "INSUFFICIENT_DATA" })],
    [],
    kept([]),
  ],
  ["in ALARM once", [deployed("x", 90)], [], kept(changes("x", 1, 5))],
  ["a history that nobody could read", [deployed("x", 90)], [], { region: "eu-west-1", history: new Map() }],
  [
    "a REST API's name as people write it, where CloudWatch leaves letters out",
    [stage({ ApiName: "Bücher", Stage: "prod" })],
    ["unknown-stage error Dimensions[0].Value"],
    {
      ...LINT_STAGES,
      targets: LINT_TARGETS.map((target) =>
        target.id === "rest:orders/prod"
          ? { ...target, apiName: "Bücher", dimensions: { ApiName: "Bcher", Stage: "prod" } }
          : target,
      ),
    },
  ],
  [
    "a composite of an alarm that is deployed",
    [composite("all", "ALARM(there) OR ALARM(gone)")],
    ["composite-unknown-alarm warning AlarmRule"],
    { deployed: [lintAlarm({ AlarmName: "there" })] },
  ],
  [
    "an alarm without actions that a deployed composite looks at",
    [lintAlarm({ AlarmName: "part", AlarmActions: [] })],
    [],
    { deployed: [composite("whole", "ALARM(part)")] },
  ],
  [
    "what a list that broke off may have held",
    [lintAlarm({ AlarmName: "part", AlarmActions: [] }), composite("all", "ALARM(gone)")],
    [],
    { region: "eu-west-1", partial: new Set(["eu-west-1"]) },
  ],
  [
    "four of five recommended alarms are missing",
    [lintAlarm({ MetricName: "5xx", Dimensions: v2() })],
    ["missing-recommended note"],
    lintCoverage([lintAlarm({ MetricName: "5xx", Dimensions: v2() })]),
  ],
];

const CASES: readonly Case[] = [
  ["the alarm of all these tests is fine", [lintAlarm()], []],
  [
    "an alarm of another service is not judged by names",
    [lintAlarm({ Namespace: "AWS/Lambda", MetricName: "5xxError", Dimensions: [] })],
    [],
  ],
  ["a metric in the wrong case", [lintAlarm({ MetricName: "5XXERROR" })], ["metric-name error MetricName"]],
  [
    "a REST metric of a known HTTP API",
    [lintAlarm({ Dimensions: v2() }, reference("!Ref Api", "AWS::Serverless::HttpApi", null))],
    ["metric-name error MetricName"],
  ],
  [
    "an HTTP metric of an API that the account has as REST",
    [lintAlarm({ MetricName: "5xx" })],
    ["metric-name error MetricName"],
    RECORDED,
  ],
  [
    "a metric that only a deployment knows",
    [
      lintAlarm(
        { MetricName: "${Name}" },
        { unknown: [{ path: "MetricName", text: "!Ref Name", refersTo: null }] },
      ),
    ],
    [],
  ],
  [
    "all metrics of HTTP and WebSocket APIs by id",
    ["4xx", "5xx", "ClientError", "ExecutionError", "IntegrationError"].map((metric) =>
      lintAlarm({ AlarmName: metric, MetricName: metric, Dimensions: v2() }),
    ),
    [],
  ],
  [
    "a REST metric with the id of nobody knows what",
    [lintAlarm({ Dimensions: v2() })],
    ["rest-api-by-id error Dimensions[0].Value"],
  ],
  [
    "the id of a REST API of the account, as its name",
    [lintAlarm({ Dimensions: dimensions({ ApiName: "k3x9p2m7qa", Stage: "prod" }) })],
    ["rest-api-by-id error Dimensions[0].Value"],
    RECORDED,
  ],
  [
    "a name with a year is no id",
    [lintAlarm({ Dimensions: dimensions({ ApiName: "orders2024", Stage: "prod" }) })],
    [],
  ],
  [
    "what looks like an id",
    [lintAlarm({ Dimensions: dimensions({ ApiName: "a1b2c3d4e5", Stage: "prod" }) })],
    ["rest-api-by-id warning Dimensions[0].Value"],
  ],
  [
    "Terraform's id of a REST API",
    [lintAlarm({}, reference("aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api", "id"))],
    ["rest-api-by-id error Dimensions[0].Value"],
  ],
  [
    "Terraform's name of a REST API",
    [lintAlarm({}, reference("aws_api_gateway_rest_api.a.name", "aws_api_gateway_rest_api", "name"))],
    [],
  ],
  [
    "a REST API by name, in the dimension of ids",
    [lintAlarm({ Dimensions: v2() }, reference("a.name", "aws_api_gateway_rest_api", "name"))],
    ["rest-api-by-id error Dimensions[0].Value"],
  ],
  [
    "an HTTP API's id in the dimension of names",
    [
      lintAlarm(
        { MetricName: "Latency", Threshold: 700 },
        reference("!Ref Api", "AWS::ApiGatewayV2::Api", null),
      ),
    ],
    ["http-api-by-name error Dimensions[0].Value"],
  ],
  [
    "an HTTP API by name, as the account has it",
    [lintAlarm({ MetricName: "Latency", Threshold: 900, Dimensions: v2({ ApiId: "web" }) })],
    ["http-api-by-name error Dimensions[0].Value"],
    RECORDED,
  ],
  [
    "one dimension, where there are two stages",
    [lintAlarm({ Dimensions: dimensions({ ApiName: "orders" }) })],
    ["missing-stage warning Dimensions"],
    RECORDED,
  ],
  [
    "one dimension, where there is one stage",
    [lintAlarm({ MetricName: "5xx", Dimensions: dimensions({ ApiId: "w8f4z1t6ub" }) })],
    [],
    RECORDED,
  ],
  ["no dimensions", [lintAlarm({ Dimensions: null })], ["dead-dimensions error Dimensions"]],
  [
    "dimensions that a deployment decides",
    [
      lintAlarm(
        { Dimensions: "${All}" },
        { unknown: [{ path: "Dimensions", text: "var.all", refersTo: null }] },
      ),
    ],
    [],
  ],
  [
    "a misspelt dimension",
    [lintAlarm({ Dimensions: dimensions({ APIName: "orders", Stage: "prod" }) })],
    ["dead-dimensions error Dimensions"],
  ],
  [
    "the dimensions of a WebSocket route",
    [lintAlarm({ MetricName: "ClientError", Dimensions: v2({ Route: "$connect" }) })],
    [],
  ],
  [
    "a resource without its slash",
    [
      lintAlarm({
        Dimensions: dimensions({ ApiName: "orders", Stage: "prod", Resource: "orders", Method: "GET" }),
      }),
    ],
    ["dead-dimensions error Dimensions[2].Value"],
  ],
  [
    "an API named for its examples",
    [lintAlarm({ Dimensions: dimensions({ ApiName: "samples-and-replacements", Stage: "prod" }) })],
    [],
  ],
  [
    "APIs for to-do lists and for replacing things",
    ["todo-api", "replace-service", "todos"].map((ApiName) =>
      lintAlarm({ AlarmName: ApiName, Dimensions: dimensions({ ApiName, Stage: "prod" }) }),
    ),
    [],
  ],
  [
    "the default route of an HTTP API",
    [
      lintAlarm({
        MetricName: "5xx",
        Dimensions: v2({ Resource: "$default", Method: "$default" }),
      }),
    ],
    [],
  ],
  [
    "a name to be filled in",
    ["TODO", "your-api-name", "CHANGE_ME", "xxxxx", "<stage>", "example-api"].map((Stage) =>
      lintAlarm({ AlarmName: Stage, Dimensions: dimensions({ ApiName: "orders", Stage }) }),
    ),
    Array.from({ length: 6 }, () => "placeholder error Dimensions[1].Value"),
  ],
  [
    "a share of 1 at least is possible",
    [lintAlarm({ Threshold: 1, ComparisonOperator: "GreaterThanOrEqualToThreshold" })],
    [],
  ],
  ["a share beyond 1 is not", [lintAlarm({ Threshold: 1 })], ["percent-for-fraction error Threshold"]],
  [
    "a hit ratio in percent",
    [lintAlarm({ MetricName: "CacheHitCount", Threshold: 80, ComparisonOperator: "LessThanThreshold" })],
    ["percent-for-fraction error Threshold"],
  ],
  ["a number of errors", [lintAlarm({ Statistic: "Sum", Threshold: 17 })], []],
  [
    "errors that only feed an expression",
    [
      mathAlarm([query("e", "5XXError", "Average"), { Id: "r", Expression: "100 * e", ReturnData: true }], {
        Threshold: 6,
      }),
    ],
    [],
  ],
  [
    "a percentage of a named share",
    [
      mathAlarm(
        [
          query("e", "5XXError"),
          query("c", "Count"),
          { Id: "s", Expression: "e / c", ReturnData: false },
          { Id: "r", Expression: "s * 100", ReturnData: true },
        ],
        { Threshold: 7 },
      ),
    ],
    [],
  ],
  [
    "a share of two metrics in percent",
    [
      mathAlarm(
        [
          query("e", "4XXError"),
          query("c", "Count"),
          { Id: "r", Expression: "IF(c > 20, e / c, 0)", ReturnData: true },
        ],
        { Threshold: 8 },
      ),
    ],
    ["percent-for-fraction error Threshold"],
  ],
  ["eleven milliseconds", [latency(11)], []],
  ["ten milliseconds", [latency(10)], ["seconds-for-milliseconds warning Threshold"]],
  ["a latency rank is a percentage", [latency(9, { ExtendedStatistic: "PR(500:)" })], []],
  ["just below the timeout of REST", [latency(28_999)], []],
  ["below a raised timeout", [latency(45_000)], [], { restTimeoutMs: 60_000 }],
  ["below the timeout of HTTP", [latency(29_500, { Dimensions: v2() })], []],
  ["the timeout of HTTP", [latency(30_000, { Dimensions: v2() })], ["beyond-timeout error Threshold"]],
  ["a route's own timeout", [latency(6_100)], ["beyond-timeout error Threshold"], RECORDED],
  ["below a route's own timeout", [latency(6_099)], [], RECORDED],
  [
    "a floor below which latency must not fall",
    [latency(31_000, { ComparisonOperator: "LessThanThreshold" })],
    [],
  ],
  [
    "the least of a count",
    [lintAlarm({ MetricName: "Count", Statistic: "Minimum", Threshold: 3 })],
    ["count-average error Statistic"],
  ],
  [
    "a count inside an expression",
    [mathAlarm([query("c", "Count", "Average"), { Id: "r", Expression: "c * 2", ReturnData: true }])],
    ["count-average error Metrics[0].MetricStat.Stat"],
  ],
  [
    "samples of an error metric",
    [lintAlarm({ MetricName: "4XXError", Statistic: "SampleCount", Threshold: 90 })],
    ["error-sample-count error Statistic"],
  ],
  ["a percentile of 170 requests a minute needs 100", [latency(2_500)], [], { series: LINT_SERIES }],
  [
    "a percentile of 170 requests a minute needs 200",
    [latency(2_500, { ExtendedStatistic: "p95" })],
    ["percentile-samples warning ExtendedStatistic"],
    { series: LINT_SERIES },
  ],
  [
    "and has them in two minutes",
    [latency(2_500, { ExtendedStatistic: "p95", Period: 120 })],
    [],
    { series: LINT_SERIES },
  ],
  [
    "p99.9 unseen",
    [latency(2_500, { ExtendedStatistic: "p99.9" })],
    ["percentile-samples note ExtendedStatistic"],
  ],
  ["p98 unseen", [latency(2_500, { ExtendedStatistic: "p98" })], []],
  [
    "p99 unseen, where few samples are left alone",
    [latency(2_500, { ExtendedStatistic: "p99", EvaluateLowSampleCountPercentile: "ignore" })],
    [],
  ],
  ["the unit that is published", [latency(2_500, { Unit: "Milliseconds" })], ["unit-set note Unit"]],
  ["a unit that is not", [latency(2_500, { Unit: "Seconds" })], ["unit-set error Unit"]],
  ["ten seconds of a metric of one's own", [lintAlarm({ Namespace: "Shop", Period: 10 })], []],
  ["fifteen seconds of anything", [lintAlarm({ Namespace: "Shop", Period: 15 })], ["period error Period"]],
  ["ten seconds of API Gateway", [lintAlarm({ Period: 10 })], ["period warning Period"]],
  [
    "silence that is told",
    [
      lintAlarm({
        MetricName: "Count",
        Statistic: "Sum",
        Threshold: 60,
        ComparisonOperator: "LessThanOrEqualToThreshold",
        TreatMissingData: "breaching",
      }),
    ],
    [],
  ],
  [
    "silence that is not, by default",
    [
      lintAlarm({
        MetricName: "Count",
        Statistic: "Sum",
        Threshold: 60,
        ComparisonOperator: "LessThanOrEqualToThreshold",
        TreatMissingData: null,
      }),
    ],
    ["low-traffic-missing error TreatMissingData"],
  ],
  [
    "too much traffic is no matter of silence",
    [lintAlarm({ MetricName: "Count", Statistic: "Sum", Threshold: 70, TreatMissingData: null })],
    [],
  ],
  [
    "FILL, with one point to spare",
    [
      mathAlarm([query("c", "Count"), { Id: "r", Expression: "FILL(c, 0)", ReturnData: true }], {
        EvaluationPeriods: 4,
      }),
    ],
    [],
  ],
  [
    "FILL, and every point counts",
    [
      mathAlarm([query("c", "Count"), { Id: "r", Expression: "FILL(c, REPEAT)", ReturnData: true }], {
        EvaluationPeriods: 3,
      }),
    ],
    ["fill-without-slack warning Metrics[1].Expression"],
  ],
  [
    "a sum of series, and of one",
    [
      mathAlarm([
        query("c", "Count"),
        query("d", "5XXError"),
        { Id: "r", Expression: "SUM([c, d]) - SUM(c)", ReturnData: true },
      ]),
    ],
    ["range-dependent-math warning Metrics[2].Expression"],
  ],
  [
    "a rate of change",
    [mathAlarm([query("c", "Count"), { Id: "r", Expression: "RATE(c)", ReturnData: true }])],
    ["range-dependent-math warning Metrics[1].Expression"],
  ],
  [
    "a Metrics Insights query is another language",
    [
      mathAlarm([
        {
          Id: "q",
          Expression: 'SELECT AVG("5XXError") FROM SCHEMA("AWS/ApiGateway", ApiName, Stage)',
          Period: 60,
          ReturnData: true,
        },
      ]),
    ],
    [],
  ],
  [
    "a function that cannot be replayed is none that is refused",
    [mathAlarm([{ Id: "q", Expression: "SERVICE_QUOTA(m)", ReturnData: true }, query("m", "Count")])],
    [],
  ],
  [
    "an unknown function",
    [mathAlarm([query("m", "Count"), { Id: "q", Expression: "MEDIAN(m)", ReturnData: true }])],
    ["refused error Metrics[1].Expression"],
  ],
  [
    "a word in quotes is no SEARCH",
    [
      mathAlarm([
        query("m", "Count"),
        { Id: "q", Expression: "m * 2", Label: "SEARCH(x)", ReturnData: true },
      ]),
    ],
    [],
  ],
  [
    "six actions",
    [lintAlarm({ AlarmActions: [1, 2, 3, 4, 5, 6].map((n) => `${TOPIC}${n}`) })],
    ["refused error AlarmActions"],
  ],
  [
    "what CloudWatch has taken it did not refuse",
    [lintAlarm({ Later: 1 }, { deployed: { stateValue: "OK", transitionedMs: 5, arn: null } })],
    [],
  ],
  [
    "a threshold that only a deployment knows",
    [
      lintAlarm(
        { Threshold: "${Max}" },
        { unknown: [{ path: "Threshold", text: "!Ref Max", refersTo: null }] },
      ),
    ],
    [],
  ],
  [
    "the threshold is unknown and the rest is wrong",
    [
      lintAlarm(
        { Threshold: "${Max}", ExtendedStatistic: "p90" },
        { unknown: [{ path: "Threshold", text: "!Ref Max", refersTo: null }] },
      ),
    ],
    ["refused error Statistic"],
  ],
  [
    "an alarm on PromQL has a form of its own",
    [
      lintAlarm({
        EvaluationCriteria: {},
        Namespace: null,
        MetricName: null,
        Dimensions: null,
        Statistic: null,
      }),
    ],
    [],
  ],
  [
    "messages when a night ends",
    [lintAlarm({ TreatMissingData: null, InsufficientDataActions: [TOPIC] })],
    ["ok-after-silence note InsufficientDataActions"],
  ],
  [
    "no action, but a composite looks at it",
    [lintAlarm({ AlarmActions: null }), composite("c", 'NOT OK("orders-errors")')],
    [],
  ],
  [
    "no action, but one that a deployment knows",
    [
      lintAlarm(
        { AlarmActions: "${Topics}" },
        { unknown: [{ path: "AlarmActions", text: "var.topics", refersTo: null }] },
      ),
    ],
    [],
  ],
  [
    "switched off, but a composite looks at it",
    [lintAlarm({ ActionsEnabled: false }), composite("c", "ALARM(orders-errors)")],
    [],
  ],
  [
    "an incident plan on OK",
    [lintAlarm({ OKActions: ["arn:aws:ssm-incidents::210987654321:responseplan/p"] })],
    ["action-arn error OKActions[0]"],
  ],
  [
    "actions of all kinds",
    [
      lintAlarm({
        AlarmActions: [
          "arn:aws:ssm:eu-west-1:210987654321:opsitem:2#CATEGORY=Security",
          "arn:aws:aiops:eu-west-1:210987654321:investigation-group:g",
          "arn:aws-cn:sns:cn-north-1:210987654321:page",
          "arn:aws:lambda:eu-west-1:210987654321:function:f:live",
        ],
      }),
    ],
    [],
  ],
  [
    "the same name in another Region",
    ["eu-west-1", "us-east-1"].map((file) =>
      lintAlarm(
        { AlarmActions: [TOPIC.replace("eu-west-1", file)] },
        { place: { file, line: null, id: "orders-errors" } },
      ),
    ),
    [],
  ],
  [
    "the same name in another file",
    ["a.yaml", "b.yaml"].map((file) =>
      lintAlarm(
        { Threshold: file === "a.yaml" ? 0.1 : 0.2, AlarmActions: [`${TOPIC}-${file}`] },
        { place: { file, line: null, id: "x" } },
      ),
    ),
    ["same-name warning AlarmName"],
  ],
  [
    "the same condition, with dimensions the other way round",
    [
      lintAlarm(),
      lintAlarm({ AlarmName: "b", Dimensions: dimensions({ Stage: "prod", ApiName: "orders" }) }),
    ],
    ["duplicate warning"],
  ],
  [
    "two composites with one rule",
    [lintAlarm(), composite("c", "ALARM(orders-errors)"), composite("d", " ALARM(orders-errors) ")],
    ["duplicate warning"],
  ],
  [
    "the same metric, but what is missing differs",
    [lintAlarm(), lintAlarm({ AlarmName: "b", TreatMissingData: "missing" })],
    [],
  ],
  [
    "two grades that tell different people",
    [lintAlarm(), lintAlarm({ AlarmName: "b", Threshold: 0.2, AlarmActions: [`${TOPIC}-2`] })],
    [],
  ],
  [
    "a higher threshold with as many points",
    [lintAlarm(), lintAlarm({ AlarmName: "b", Threshold: 0.2 })],
    ["overlap note Threshold"],
  ],
  [
    "a higher threshold that fires after fewer points",
    [lintAlarm(), lintAlarm({ AlarmName: "b", Threshold: 0.2, DatapointsToAlarm: 2 })],
    [],
  ],
  [
    "five of five imply three of three",
    [lintAlarm({ EvaluationPeriods: 3 }), lintAlarm({ AlarmName: "b", DatapointsToAlarm: 5 })],
    ["overlap note Threshold"],
  ],
  [
    "four of five do not imply three of three",
    [lintAlarm({ EvaluationPeriods: 3 }), lintAlarm({ AlarmName: "b", DatapointsToAlarm: 4 })],
    [],
  ],
  [
    "a composite of what a deployment names",
    [
      composite("c", "ALARM(${Other})", {
        unknown: [{ path: "AlarmRule", text: "!Ref Other", refersTo: null }],
      }),
    ],
    [],
  ],
  [
    "a suppressor that is not there",
    [
      lintAlarm(),
      {
        ...composite("c", "ALARM(orders-errors)"),
        fields: {
          ...composite("c", "ALARM(orders-errors)").fields,
          ActionsSuppressor: "arn:aws:cloudwatch:eu-west-1:210987654321:alarm:gone",
          ActionsSuppressorWaitPeriod: 60,
          ActionsSuppressorExtensionPeriod: 90,
        },
      },
    ],
    ["composite-unknown-alarm warning ActionsSuppressor"],
  ],
  ["a composite of itself", [composite("c", "ALARM(c) OR OK(c)")], ["composite-circle error AlarmRule"]],
  ["a rule that cannot be read", [composite("c", "ALARM(c AND")], ["refused error AlarmRule"]],
  [
    "151 composites of one alarm",
    [
      lintAlarm(),
      ...Array.from({ length: 151 }, (_, index) =>
        composite(`c${index}`, `ALARM(orders-errors)${unlike(index)}`),
      ),
    ],
    ["composite-limits error"],
  ],
  [
    "150 composites of one alarm",
    [
      lintAlarm(),
      ...Array.from({ length: 150 }, (_, index) =>
        composite(`c${index}`, `ALARM(orders-errors)${unlike(index)}`),
      ),
    ],
    [],
  ],
  [
    "a route without detailed metrics",
    [
      lintAlarm({
        Dimensions: dimensions({ ApiName: "orders", Stage: "test", Resource: "/orders/{id}", Method: "GET" }),
      }),
    ],
    ["detailed-metrics-off error Dimensions"],
    RECORDED,
  ],
  [
    "a route with detailed metrics of its own",
    [
      lintAlarm({
        Dimensions: dimensions({ ApiName: "orders", Stage: "test", Resource: "/orders", Method: "POST" }),
      }),
    ],
    [],
    RECORDED,
  ],
  [
    "no data for an hour",
    [
      lintAlarm(
        {},
        {
          deployed: {
            stateValue: "INSUFFICIENT_DATA",
            transitionedMs: Date.parse("2026-11-19T17:00:00Z"),
            arn: null,
          },
        },
      ),
    ],
    [],
    RECORDED,
  ],
  [
    "no data for two days, and traffic",
    [
      lintAlarm(
        {},
        {
          deployed: {
            stateValue: "INSUFFICIENT_DATA",
            transitionedMs: Date.parse("2026-11-17T17:00:00Z"),
            arn: null,
          },
        },
      ),
    ],
    ["no-data-despite-traffic error"],
    RECORDED,
  ],
];

test("there are cases of every rule", async () => {
  const { LINT_RULES } = await import("../../../../src/alarms/lint/registry.ts");
  const told = new Set(
    [...CASES, ...LIVE_CASES].flatMap(([, , expected]) => expected.map((line) => line.split(" ")[0])),
  );
  const elsewhere = [
    "namespace-name",
    "latency-sum",
    "datapoints-beyond-periods",
    "search-in-alarm",
    "ignore-keeps-alarm",
    "no-action",
    "actions-disabled",
  ];
  const missing = LINT_RULES.map(({ id }) => id).filter((id) => !told.has(id) && !elsewhere.includes(id));
  expect(missing).toEqual([]);
});

describe("the rules", () => {
  test.each([...CASES, ...LIVE_CASES].map(([name, ...rest]) => ({ name, rest })))("$name", ({ rest }) => {
    const [alarms, expected, context] = rest;
    expect(found(alarms, context)).toEqual(expected);
  });
});
