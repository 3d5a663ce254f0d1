/**
 * What the metrics of API Gateway do not tell apart: throttling, quotas, authorizers, firewall and integration all count as
 * 4XX or 5XX. The access log names the response type, so a metric filter on the log group counts each kind, and an alarm watches
 * the count. Where the Format says of which API and stage a line is, only the stage's own are counted: APIs may share a log
 * group. There is no history of a metric that does not exist yet, so the threshold is a share of the requests that
 * usually come, and said to be one.
 */
import type { Target } from "../../model/target.ts";
import { FILTER_PREFIX, LOG_METRIC_NAMESPACE } from "../../model/alarm-spec.ts";
import type { AlarmProposal, AlarmSeverity } from "./alarm-proposal.ts";
import type { AlarmRule, RuleContext } from "./alarm-rule.ts";
import { filterableName } from "./filterable-name.ts";
import { logKeyPath } from "./log-key-path.ts";
import { periodText, rateText } from "./period-text.ts";

/** Of what API Gateway answers itself; see catalog/response-types. */
interface RefusalKind {
  readonly part: string;
  readonly metric: string;
  readonly what: string;
  readonly types: readonly string[];
  readonly severity: AlarmSeverity;
  /** Of the requests in a busy period. */
  readonly share: number;
}

const KINDS: readonly RefusalKind[] = [
  {
    part: "throttled",
    metric: "Throttled",
    what: "throttled requests",
    types: ["THROTTLED"],
    severity: "page",
    share: 0.05,
  },
  {
    part: "quota",
    metric: "QuotaExceeded",
    what: "requests over a quota",
    types: ["QUOTA_EXCEEDED"],
    severity: "ticket",
    share: 0.02,
  },
  {
    part: "authorizer",
    metric: "AuthorizerFailed",
    what: "requests whose authorizer failed",
    types: ["AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR"],
    severity: "page",
    share: 0.01,
  },
  {
    part: "waf",
    metric: "WafFiltered",
    what: "requests blocked by AWS WAF",
    types: ["WAF_FILTERED"],
    severity: "ticket",
    share: 0.1,
  },
  {
    part: "integration",
    metric: "IntegrationFailed",
    what: "requests whose integration failed or timed out",
    types: ["INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"],
    severity: "ticket",
    share: 0.02,
  },
];

const LOG_GROUP = /^arn:[^:]+:logs:[^:]+:\d*:log-group:([^:*]+)/;
const FEWEST = 5;

export const loggedRefusals: AlarmRule = {
  id: "logged-refusals",
  summary: "throttling, quotas, authorizer, firewall and integration failures, told apart by the access log",
  profile: "gatewatch",
  propose(context) {
    const { target, route } = context;
    const log = target.configuration?.accessLog;
    const group = LOG_GROUP.exec(log?.destinationArn ?? "")?.[1];
    const path = logKeyPath(log?.format ?? "", "error.responseType");
    if (route !== null || group === undefined || path === undefined) return [];
    const own = ownLines(target, log?.format ?? "");
    return KINDS.filter(({ part }) => canHappen(part, context)).map((kind) =>
      proposal(context, kind, { group, path, own }),
    );
  },
};

/** A stage without a firewall, a usage plan or an authorizer pays for no alarm on them. */
function canHappen(part: string, { target: { configuration } }: RuleContext): boolean {
  if (part === "waf") return (configuration?.webAclArn ?? null) !== null;
  if (part === "quota") return configuration?.usagePlans.some(({ quota }) => quota !== null) ?? false;
  if (part === "authorizer") {
    return configuration?.routes.some(({ authorization }) => authorization === "CUSTOM") ?? false;
  }
  return true;
}

/** How the lines of a stage are told from those of others. */
interface OwnLines {
  /** In the language of filter patterns. */
  readonly conditions: readonly string[];
  /** What is counted besides; "" where nothing is. */
  readonly remark: string;
}

function ownLines({ apiId, stage }: Target, format: string): OwnLines {
  const apiPath = logKeyPath(format, "apiId");
  const stagePath = logKeyPath(format, "stage");
  const isNamed = apiPath !== undefined && apiId !== null;
  const conditions = [
    ...(isNamed ? [`(${apiPath} = "${apiId}")`] : []),
    ...(stagePath === undefined ? [] : [`(${stagePath} = "${stage}")`]),
  ];
  if (conditions.length === 2) return { conditions, remark: "" };
  const [others, missing] = isNamed ? ["stages of the API", "stage"] : ["APIs", "apiId"];
  const remark = ` Were the log group shared with other ${others}, their lines would count as well: its Format has no $context.${missing}.`;
  return { conditions, remark };
}

interface LogPlace {
  readonly group: string;
  /** Of the response type. */
  readonly path: string;
  readonly own: OwnLines;
}

function proposal(
  { target, traffic }: RuleContext,
  kind: RefusalKind,
  { group, path, own }: LogPlace,
): AlarmProposal {
  const Period = 300;
  const busy = ((traffic?.busyPerMinute ?? 0) * Period) / 60;
  const threshold = Math.max(FEWEST, Number((busy * kind.share).toPrecision(1)));
  const reason =
    traffic === null
      ? `The threshold, ${threshold}, is a usual start: how many requests come is not known.`
      : `The threshold is ${kind.share * 100} % of the busiest hour (${rateText(traffic.busyPerMinute)}), at least ${FEWEST}: this metric has no history yet.`;
  const name = filterableName(target.id);
  const metricName = `${name} ${kind.metric}`;
  return {
    rule: "logged-refusals",
    part: kind.part,
    target: target.id,
    route: null,
    severity: kind.severity,
    definition: {
      Namespace: LOG_METRIC_NAMESPACE,
      MetricName: metricName,
      Statistic: "Sum",
      Period,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
      Threshold: threshold,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
    },
    search: null,
    why: `${kind.what.replace(/^./, (first) => first.toUpperCase())} in ${periodText(Period)}, counted by a metric filter on the access log, since no metric of API Gateway tells them apart.${own.remark} ${reason}`,
    logMetric: {
      logGroupName: group,
      filterName: `${FILTER_PREFIX}${kind.part} ${name}`,
      filterPattern: patternOf(kind, path, own),
      metricNamespace: LOG_METRIC_NAMESPACE,
      metricName,
    },
  };
}

function patternOf({ types }: RefusalKind, path: string, { conditions }: OwnLines): string {
  const kinds = types.map((type) => `(${path} = "${type}")`);
  const [only = ""] = kinds;
  if (conditions.length === 0) return `{ ${kinds.length === 1 ? only.slice(1, -1) : kinds.join(" || ")} }`;
  return `{ ${[...conditions, kinds.length === 1 ? only : `(${kinds.join(" || ")})`].join(" && ")} }`;
}
