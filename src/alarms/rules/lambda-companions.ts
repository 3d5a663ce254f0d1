/**
 * What the function behind an API says of itself: the API's own metrics show that requests fail, not that a function is
 * throttled or about to time out.
 *
 * Source: Lambda Developer Guide, "Types of metrics for Lambda functions"; CloudWatch's recommended-alarm data (2026).
 */
import { QUOTAS } from "../../catalog/quotas.ts";
import type { AlarmProposal, ProposedDefinition, ThresholdSearch } from "./alarm-proposal.ts";
import type { AlarmRule, RuleContext } from "./alarm-rule.ts";
import { functionConcurrency } from "./function-concurrency.ts";

const FUNCTION_FAILURES = ["integration-errors-after-deployment"];

export const lambdaCompanions: AlarmRule = {
  id: "lambda-companions",
  summary: "errors, throttles, duration and concurrency of the functions behind the API",
  profile: "gatewatch",
  propose(context) {
    if (context.route !== null) return [];
    const routes = context.target.configuration?.routes ?? [];
    const functions = routes.flatMap(({ integration, integrationTarget, reservedConcurrency }) =>
      integration.startsWith("lambda") && integrationTarget !== null
        ? [[integrationTarget, reservedConcurrency ?? null] as const]
        : [],
    );
    return [...new Map(functions)].flatMap(([name, reserved]) => companionsOf(context, name, reserved));
  },
};

function companionsOf(
  { target, traffic }: RuleContext,
  name: string,
  reserved: number | null,
): readonly AlarmProposal[] {
  const isBusy = (traffic?.quietPerMinute ?? 0) >= 1;
  const Period = isBusy ? 60 : 300;
  const metric = (MetricName: string) => ({
    Namespace: "AWS/Lambda",
    MetricName,
    Dimensions: [{ Name: "FunctionName", Value: name }],
    Period,
    TreatMissingData: "notBreaching" as const,
  });
  const over = (periods: number, of: number) => ({ EvaluationPeriods: of, DatapointsToAlarm: periods });
  const timeoutMs = QUOTAS[target.kind].integrationTimeoutMs;
  const proposal = (
    part: string,
    definition: ProposedDefinition,
    search: ThresholdSearch | null,
    why: string,
  ): AlarmProposal => ({
    rule: "lambda-companions",
    part: `${part}:${name}`,
    target: target.id,
    route: null,
    severity: "ticket",
    definition,
    search,
    why,
    logMetric: null,
  });
  const spans = [
    { evaluationPeriods: 3, datapointsToAlarm: 3 },
    { evaluationPeriods: 5, datapointsToAlarm: 5 },
  ];
  const concurrency = functionConcurrency(name, reserved, Period, `throttles:${name}`);
  return [
    proposal(
      "errors",
      {
        ...metric("Errors"),
        Statistic: "Sum",
        ...over(3, 3),
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
      },
      { side: "above", least: 1, most: 1e6, spans, catches: FUNCTION_FAILURES },
      `Errors of the function ${name}, which answers requests of this stage.`,
    ),
    proposal(
      "throttles",
      {
        ...metric("Throttles"),
        Statistic: "Sum",
        ...over(3, 5),
        Threshold: 1,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
      },
      { side: "above", least: 1, most: 1e6, spans, catches: ["lambda-throttling"] },
      `Calls of ${name} that found no free concurrency: callers of the API get a 5XX for each.${typeof concurrency === "string" ? ` ${concurrency}` : ""}`,
    ),
    proposal(
      "duration",
      {
        ...metric("Duration"),
        Statistic: "Maximum",
        ...over(3, 5),
        Threshold: Math.round(timeoutMs * 0.9),
        ComparisonOperator: "GreaterThanThreshold",
      },
      null,
      `The longest call of ${name} comes within a tenth of the ${timeoutMs / 1_000} s after which API Gateway gives up and answers 504.`,
    ),
    ...(typeof concurrency === "string"
      ? []
      : [
          {
            ...proposal(
              "concurrency",
              { ...metric(concurrency.definition.MetricName), ...concurrency.definition },
              concurrency.search,
              concurrency.why,
            ),
            ...(concurrency.unlearned && { unlearned: concurrency.unlearned }),
          },
        ]),
  ];
}
