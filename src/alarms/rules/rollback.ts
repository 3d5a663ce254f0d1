/**
 * Alarms for a deployment to be rolled back by: CodeDeploy, CloudFormation's RollbackConfiguration and SAM's DeploymentPreference
 * look at them while new code takes over. They judge a minute or five, since a deployment lasts no longer, and tell nobody: the
 * stage's own alarms do that. Where the busiest hour does not bring enough requests for five minutes there are none, since
 * such a deployment cannot be judged while it lasts.
 *
 * A canary's requests are counted in the stage's metrics as well as under a stage of their own, "prod/Canary". That AWS does not
 * document; it is how the wild knows it.
 */
import { ALARM_EVALUATION } from "../../catalog/alarm-limits.ts";
import type { AlarmProposal, ProposedDefinition, ThresholdSearch } from "./alarm-proposal.ts";
import type { AlarmRule, RuleContext } from "./alarm-rule.ts";
import { metricQuery } from "./metric-query.ts";
import { periodText } from "./period-text.ts";
import { watchedMetric } from "./watched-metric.ts";

/** Requests from which a share is judged: one error is then at most a tenth. */
const GATE = 10;
const PERIODS_SECONDS = [60, 300] as const;
const START_SHARE = 0.05;
/** Where AWS's recommended alarm starts. */
const START_MS = 2_500;
const CANARY = "/Canary";

const SPANS: ThresholdSearch["spans"] = [1, 2, 3].map((periods) => ({
  evaluationPeriods: periods,
  datapointsToAlarm: periods,
}));

export const rollback: AlarmRule = {
  id: "rollback",
  summary: "for a deployment to be rolled back by: errors and latency of single minutes",
  profile: "gatewatch",
  propose(context) {
    if (context.route !== null) return [];
    const canary = context.target.configuration?.canary ?? null;
    const whole = { context, prefix: "", share: 1, remark: "" };
    if (canary === null || context.target.kind !== "rest") return ofPlace(whole);
    const stage = context.target.stage + CANARY;
    const own = {
      context: { ...context, dimensions: { ...context.dimensions, Stage: stage } },
      prefix: "canary-",
      share: canary.percentTraffic / 100,
      remark: ` Of the canary's requests alone, which CloudWatch is known to count under the stage "${stage}"; look whether it does so for yours.`,
    };
    return [...ofPlace(whole), ...ofPlace(own)];
  },
};

interface Place {
  readonly context: RuleContext;
  /** Of the part. */
  readonly prefix: string;
  /** Of the stage's requests, 0..1. */
  readonly share: number;
  /** Ends the reason. */
  readonly remark: string;
}

function ofPlace(place: Place): AlarmProposal[] {
  return [errorsOf(place), latencyOf(place)].filter((one) => one !== null);
}

function errorsOf(place: Place): AlarmProposal | null {
  const { context } = place;
  const isWebSocket = context.target.kind === "websocket";
  const errors = watchedMetric(context, isWebSocket ? "integrationErrors" : "serverErrors");
  const requests = watchedMetric(context, isWebSocket ? "messages" : "requests");
  const Period = periodFor(place, GATE);
  if (!errors || !requests || Period === undefined) return null;
  const definition: ProposedDefinition = {
    Metrics: [
      metricQuery("errors", errors, Period, "Sum"),
      metricQuery("requests", requests, Period, "Sum"),
      {
        Id: "share",
        Expression: `IF(requests >= ${GATE}, errors / requests, 0)`,
        Label: "share of failed requests",
        ReturnData: true,
      },
    ],
    ...judged(START_SHARE),
  };
  const search: ThresholdSearch = {
    side: "above",
    least: 0.02,
    most: 0.9,
    spans: SPANS,
    catches: ["bad-canary", "integration-errors-after-deployment", "malformed-lambda-response"],
  };
  const what = `The share of failed requests in ${periodText(Period)}, from ${GATE} requests on`;
  return proposal(place, "errors", definition, search, what);
}

function latencyOf(place: Place): AlarmProposal | null {
  const { context } = place;
  const latency = watchedMetric(context, "latency");
  const samples = ALARM_EVALUATION.lowSampleFactor / (1 - 0.9);
  const Period = periodFor(place, samples);
  if (!latency || Period === undefined) return null;
  const definition: ProposedDefinition = {
    ...latency,
    ExtendedStatistic: "p90",
    Period,
    ...judged(START_MS),
    // At night it keeps its state instead of judging a handful of requests.
    EvaluateLowSampleCountPercentile: "ignore",
  };
  const search: ThresholdSearch = {
    side: "above",
    least: 50,
    most: 30_000,
    spans: SPANS.slice(1),
    catches: ["backend-slowdown-step"],
  };
  return proposal(place, "latency", definition, search, `p90 of the latency over ${periodText(Period)}`);
}

function judged(Threshold: number) {
  return {
    EvaluationPeriods: 2,
    DatapointsToAlarm: 2,
    Threshold,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
  } as const;
}

function proposal(
  { context: { target }, prefix, remark }: Place,
  part: string,
  definition: ProposedDefinition,
  search: ThresholdSearch,
  what: string,
): AlarmProposal {
  return {
    rule: "rollback",
    part: prefix + part,
    target: target.id,
    route: null,
    severity: "page",
    definition,
    search,
    why: `${what}: for a deployment to be rolled back by. It tells nobody.${remark}`,
    logMetric: null,
    isForDeployments: true,
  };
}

/** The shortest in which the busiest hour, when people deploy, brings so many requests. */
function periodFor({ context: { traffic }, share }: Place, requests: number): number | undefined {
  if (traffic === null) return PERIODS_SECONDS[0];
  return PERIODS_SECONDS.find(
    (seconds) => (traffic.busyPerMinute * share * seconds) / 60 >= Math.round(requests),
  );
}
