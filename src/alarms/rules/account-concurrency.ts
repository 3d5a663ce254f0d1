/**
 * How much of the account's Lambda concurrency is claimed: once it is used up, every function behind every API is throttled.
 *
 * Source: Lambda Developer Guide, "Types of metrics for Lambda functions" (ClaimedAccountConcurrency, Region level, no
 * dimensions; 1,000 unless raised); CloudWatch's recommended-alarm data (2026): above 90 % of the quota, 10 of 10 minutes.
 */
import type { AlarmRule } from "./alarm-rule.ts";

const DEFAULT_QUOTA = 1_000;
const SHARE = 0.9;

export const accountConcurrency: AlarmRule = {
  id: "account-concurrency",
  summary: "the account's Lambda concurrency is nearly used up",
  profile: "gatewatch",
  propose({ target, route }) {
    const usesLambda = target.configuration?.routes.some(({ integration }) =>
      integration.startsWith("lambda"),
    );
    if (route !== null || usesLambda !== true) return [];
    return [
      {
        rule: "account-concurrency",
        part: target.region,
        target: null,
        route: null,
        severity: "page",
        definition: {
          Namespace: "AWS/Lambda",
          MetricName: "ClaimedAccountConcurrency",
          Statistic: "Maximum",
          Period: 60,
          EvaluationPeriods: 10,
          DatapointsToAlarm: 10,
          Threshold: DEFAULT_QUOTA * SHARE,
          ComparisonOperator: "GreaterThanThreshold",
          TreatMissingData: "notBreaching",
        },
        search: null,
        why: `Claimed concurrency of the whole Region above ${SHARE * 100} % of ${DEFAULT_QUOTA}, the quota of an account that never had it raised; set the threshold to ${SHARE * 100} % of yours.`,
        logMetric: null,
      },
    ];
  },
};
