import type { AlarmSpec } from "../../src/model/alarm-spec.ts";
import type { DashboardBody } from "../../src/model/dashboard.ts";

/** Texts that mean something to YAML, HCL, JavaScript, bash, Fn::Sub or a reader of JSON. */
const QUOTES = "'single' \"double\" `back` \\ \\n";
const HOSTILE_TEXTS = [
  "yes",
  "0x1",
  "1e3",
  "1_000",
  "12:30:45",
  "2001-01-01",
  "~",
  "null",
  "=",
  "<<",
  "- a: b #c",
  "${AWS::Region}",
  "$${x} %{ if true } %%{",
  "!Ref X",
  "!Sub '${y}'",
  QUOTES,
  "$(id) `id` $HOME !! ; & | > < *",
  "'; rm -rf / #",
  "EOF JSON <<-JSON",
  "*/ // <!-- ${`x`} -->",
  "tab\there is none",
  "trailing space ",
  " leading: space",
  "é and e\u0301, 日本語, \u{1f600}, \u200f\u202e\u2028\u2029\ufeff\u0085",
  "#{Token}",
  "@file file://x",
  "{{ resolve }} {%raw%}",
];

export const TOPIC_ARNS: Readonly<Record<string, string>> = {
  page: "arn:aws:sns:eu-west-1:111122223333:page",
  "low-ticket": "arn:aws:sns:eu-west-1:111122223333:tickets",
};

function spec(
  key: string,
  definition: AlarmSpec["definition"],
  why = `Why ${key}`,
  logMetric?: AlarmSpec["logMetric"],
): AlarmSpec {
  return {
    schemaVersion: 1,
    key,
    rule: "errors",
    target: "rest:orders/prod",
    route: null,
    definition,
    why,
    backtest: null,
    usdPerMonth: 0.1,
    ...(logMetric && { logMetric }),
  };
}

/** Printable where AWS wants it: names take no control characters, descriptions take all. */
const CONTROLS = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join("") + "\u007f";

/** Alarms of every shape, metric alarms also with each of the texts above in every place that takes one. */
export function hostileSpecs(): AlarmSpec[] {
  const singles = HOSTILE_TEXTS.map((text, index) =>
    spec(
      `errors|${text}`,
      {
        AlarmName: text.replaceAll("\t", " "),
        AlarmDescription: `${text}\n${text}\r\n`,
        Namespace: "AWS/ApiGateway",
        MetricName: "5XXError",
        Dimensions: [
          { Name: "Stage", Value: text },
          { Name: "ApiName", Value: `${text}${index}` },
        ],
        Statistic: "Average",
        Period: 60 * (index + 1),
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: index / 64,
        EvaluationPeriods: index + 5,
        DatapointsToAlarm: index + 3,
        TreatMissingData: "notBreaching",
        AlarmActions: ["gatewatch:topic/page", `arn:aws:lambda:eu-west-1:111122223333:function:f${index}`],
        OKActions: ["gatewatch:topic/low-ticket"],
        Tags: [{ Key: text.slice(0, 20), Value: text }],
      },
      `${text} */ \n resource "x" {\r\u2028 evil(); //`,
      {
        logGroupName: `/aws/apigateway/group-${index}`,
        filterName: `${index} ${text.replaceAll(/[:*]/g, " ")}`,
        filterPattern: `{ $.["${text}"] = "THROTTLED" }`,
        metricNamespace: "Gatewatch/AccessLogs",
        metricName: `${text.replaceAll(/[:*$]/g, " ")} throttled`,
      },
    ),
  );
  return [
    spec("composite|all", {
      AlarmName: "all of it",
      AlarmRule: `ALARM("${QUOTES.replaceAll(/["\\]/g, "\\$&")}") OR (ALARM(1e3) AND NOT OK(band))`,
      ActionsEnabled: false,
      AlarmActions: ["gatewatch:topic/page"],
      ActionsSuppressor: "math",
      ActionsSuppressorWaitPeriod: 61,
      ActionsSuppressorExtensionPeriod: 122,
    }),
    spec("composite|of-composites", { AlarmName: "above", AlarmRule: 'ALARM("all of it") OR ALARM(math)' }),
    // Of some the name is told to others as well.
    ...singles.map((one, index) => (index % 4 === 1 ? { ...one, isExported: true as const } : one)),
    spec("controls", {
      AlarmName: "controls",
      AlarmDescription: CONTROLS,
      Namespace: "AWS/ApiGateway",
      MetricName: "Latency",
      ExtendedStatistic: "p99.9",
      Unit: "Milliseconds",
      Period: 300,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Threshold: 1.5e-7,
      EvaluationPeriods: 7,
      EvaluateLowSampleCountPercentile: "ignore",
    }),
    spec("query", {
      AlarmName: "routes",
      Metrics: [
        {
          Id: "share",
          Expression: `SELECT AVG("5XXError") FROM SCHEMA("AWS/ApiGateway", "ApiName", "Stage", "Method") WHERE "ApiName" = 'a \${b} %{c}' GROUP BY "Method" ORDER BY AVG() DESC`,
          Period: 540,
          ReturnData: true,
        },
      ],
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0.37,
      EvaluationPeriods: 2,
    }),
    spec("math", {
      AlarmName: "math",
      Metrics: [
        {
          Id: "rate",
          Expression: "IF(FILL(c,0) >= 20, 100*FILL(e,0)/c, 0)",
          Label: "5xx, % of ${requests}",
          ReturnData: true,
        },
        {
          Id: "e",
          MetricStat: {
            Metric: {
              Namespace: "AWS/ApiGateway",
              MetricName: "5xx",
              Dimensions: [
                { Name: "ApiId", Value: "a1b2c3" },
                { Name: "Stage", Value: "$default" },
              ],
            },
            Period: 180,
            Stat: "Sum",
            Unit: "Count",
          },
          ReturnData: false,
        },
        {
          Id: "c",
          MetricStat: {
            Metric: { Namespace: "AWS/ApiGateway", MetricName: "Count" },
            Period: 180,
            Stat: "SampleCount",
          },
          AccountId: "444455556666",
          ReturnData: false,
        },
      ],
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 5.25,
      EvaluationPeriods: 9,
    }),
    spec("band", {
      AlarmName: "band",
      Metrics: [
        {
          Id: "m1",
          MetricStat: {
            Metric: { Namespace: "AWS/ApiGateway", MetricName: "Count" },
            Period: 240,
            Stat: "Sum",
          },
        },
        { Id: "ad1", Expression: "ANOMALY_DETECTION_BAND(m1, 2)", Period: 240 },
      ],
      ThresholdMetricId: "ad1",
      ComparisonOperator: "LessThanLowerThreshold",
      EvaluationPeriods: 11,
    }),
  ];
}

/** A dashboard with the same texts: in its alarms, in Markdown, in a dimension. */
export function hostileDashboard(specs: readonly AlarmSpec[]): DashboardBody {
  const place = { x: 0, y: 0, width: 12, height: 6 };
  return {
    widgets: [
      { type: "text", ...place, properties: { markdown: HOSTILE_TEXTS.join("\n") } },
      {
        type: "alarm",
        ...place,
        y: 6,
        properties: {
          title: "100 % of ${alarms}",
          sortBy: "stateUpdatedTimestamp",
          alarmNames: specs.map(({ definition }) => definition.AlarmName),
        },
      },
      {
        type: "metric",
        ...place,
        y: 12,
        properties: {
          title: QUOTES,
          region: "eu-west-1",
          view: "timeSeries",
          period: 60,
          metrics: HOSTILE_TEXTS.map((text) => [
            "AWS/ApiGateway",
            "Count",
            "ApiName",
            text,
            { stat: "Sum", label: "n" },
          ]),
          yAxis: { left: { min: 0, label: "count", showUnits: false } },
          annotations: { horizontal: [{ label: "$default", value: 12.5 }] },
        },
      },
    ],
  };
}

/** What CloudWatch must be given for it, in the account and region of the tests. */
export function expectedDashboard({ widgets }: DashboardBody): unknown {
  return JSON.parse(
    JSON.stringify({
      widgets: widgets.map((widget) => {
        if (widget.type !== "alarm") return widget;
        const { alarmNames, ...rest } = widget.properties;
        const alarms = alarmNames.map((name) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`);
        return { ...widget, properties: { ...rest, alarms } };
      }),
    }).normalize(),
  );
}

/** One plain alarm, for the tests that want many. */
export function plainSpec(index: number, why = ""): AlarmSpec {
  return spec(
    `latency|http:api${index}/prod`,
    {
      AlarmName: `latency of api ${index}`,
      Namespace: "AWS/ApiGateway",
      MetricName: "Latency",
      Dimensions: [{ Name: "ApiId", Value: `api${index}` }],
      ExtendedStatistic: "p90",
      Period: 60,
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 100 + index,
      EvaluationPeriods: 5,
      AlarmActions: ["gatewatch:topic/page"],
    },
    why,
  );
}

type Fields = Record<string, unknown>;

/**
 * The fields of an alarm in the one form that all dialects are compared in: what the API takes for granted left out, lists whose
 * order means nothing sorted, texts composed.
 */
export function canonical(fields: Fields): Fields {
  const composed = JSON.parse(JSON.stringify(fields), (_, value: unknown) =>
    typeof value === "string" ? value.normalize() : value,
  ) as Fields;
  const sorted = (list: unknown, by: string) =>
    (list as Record<string, string>[]).toSorted((a, b) => (a[by]! < b[by]! ? -1 : 1));
  const result: Fields = { ...composed };
  if (result["ActionsEnabled"] === true) delete result["ActionsEnabled"];
  if (result["Dimensions"] !== undefined) result["Dimensions"] = sorted(result["Dimensions"], "Name");
  if (result["Tags"] !== undefined) result["Tags"] = sorted(result["Tags"], "Key");
  if (result["Metrics"] !== undefined) {
    result["Metrics"] = (result["Metrics"] as Fields[]).map((query) => {
      const stat = query["MetricStat"] as { Metric: Fields } | undefined;
      const dimensions = stat?.Metric["Dimensions"];
      return {
        ...query,
        ReturnData: query["ReturnData"] ?? true,
        ...(stat && {
          MetricStat: {
            ...stat,
            Metric: {
              ...stat.Metric,
              ...(dimensions !== undefined && { Dimensions: sorted(dimensions, "Name") }),
            },
          },
        }),
      };
    });
  }
  return result;
}

/** What an alarm must be, by its name, with the topics' ARNs in place. */
export function expectedAlarms(specs: readonly AlarmSpec[]): Map<string, Fields> {
  return new Map(
    specs.map(({ definition }) => {
      const text = JSON.stringify(definition).replaceAll(
        /"gatewatch:topic\/([a-z-]+)"/g,
        (_, topic: string) => `"${TOPIC_ARNS[topic] ?? ""}"`,
      );
      const fields = canonical(JSON.parse(text) as Fields);
      return [String(fields["AlarmName"]), fields];
    }),
  );
}

/** What PutMetricFilter must be given, by log group and name. */
export function expectedFilters(specs: readonly AlarmSpec[]): Map<string, Fields> {
  return new Map(
    specs.flatMap(({ logMetric }) => {
      if (!logMetric) return [];
      const { metricNamespace, metricName, ...filter } = logMetric;
      const metricTransformations = [{ metricNamespace, metricName, metricValue: "1" }];
      const fields = canonical({ ...filter, metricTransformations });
      return [[filterNameOf(fields), fields] as const];
    }),
  );
}

export function filterNameOf({ logGroupName, filterName }: Fields): string {
  return `${String(logGroupName)}:${String(filterName)}`;
}

/** `plain` metric alarms, and composites over pairs of them, the last of which is over another composite. */
export function manySpecs(plain: number, composites: number, why = "Because."): AlarmSpec[] {
  const metric = Array.from({ length: plain }, (_, index) => plainSpec(index, why));
  const above = Array.from({ length: composites }, (_, index) => ({
    ...plainSpec(0, why),
    key: `composite ${index}`,
    definition: {
      AlarmName: `composite ${index}`,
      AlarmRule:
        index === composites - 1
          ? 'ALARM("composite 0")'
          : `ALARM("latency of api ${index}") OR ALARM("latency of api ${plain - 1 - index}")`,
    },
  }));
  return [...above, ...metric];
}
