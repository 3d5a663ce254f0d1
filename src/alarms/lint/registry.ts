import type { LintRule } from "./lint-rule.ts";
import { actionArn } from "./rules/action-arn.ts";
import { actionsDisabled } from "./rules/actions-disabled.ts";
import { beyondTimeout } from "./rules/beyond-timeout.ts";
import { compositeCircle } from "./rules/composite-circle.ts";
import { compositeLimits } from "./rules/composite-limits.ts";
import { compositeUnknownAlarm } from "./rules/composite-unknown-alarm.ts";
import { countAverage } from "./rules/count-average.ts";
import { datapointsBeyondPeriods } from "./rules/datapoints-beyond-periods.ts";
import { deadDimensions } from "./rules/dead-dimensions.ts";
import { detailedMetricsOff } from "./rules/detailed-metrics-off.ts";
import { duplicate } from "./rules/duplicate.ts";
import { errorSampleCount } from "./rules/error-sample-count.ts";
import { fillWithoutSlack } from "./rules/fill-without-slack.ts";
import { flapping } from "./rules/flapping.ts";
import { httpApiByName } from "./rules/http-api-by-name.ts";
import { ignoreKeepsAlarm } from "./rules/ignore-keeps-alarm.ts";
import { latencySum } from "./rules/latency-sum.ts";
import { lowTrafficMissing } from "./rules/low-traffic-missing.ts";
import { metricName } from "./rules/metric-name.ts";
import { missingRecommended } from "./rules/missing-recommended.ts";
import { missingStage } from "./rules/missing-stage.ts";
import { namespaceName } from "./rules/namespace-name.ts";
import { neverFired } from "./rules/never-fired.ts";
import { noAction } from "./rules/no-action.ts";
import { noDataDespiteTraffic } from "./rules/no-data-despite-traffic.ts";
import { noSuchMetric } from "./rules/no-such-metric.ts";
import { okAfterSilence } from "./rules/ok-after-silence.ts";
import { overlap } from "./rules/overlap.ts";
import { percentForFraction } from "./rules/percent-for-fraction.ts";
import { percentileSamples } from "./rules/percentile-samples.ts";
import { period } from "./rules/period.ts";
import { placeholder } from "./rules/placeholder.ts";
import { rangeDependentMath } from "./rules/range-dependent-math.ts";
import { refused } from "./rules/refused.ts";
import { restApiById } from "./rules/rest-api-by-id.ts";
import { sameName } from "./rules/same-name.ts";
import { searchInAlarm } from "./rules/search-in-alarm.ts";
import { secondsForMilliseconds } from "./rules/seconds-for-milliseconds.ts";
import { topicMissing } from "./rules/topic-missing.ts";
import { topicRegion } from "./rules/topic-region.ts";
import { topicUnheard } from "./rules/topic-unheard.ts";
import { unitSet } from "./rules/unit-set.ts";
import { unknownStage } from "./rules/unknown-stage.ts";

/** Every rule of `gatewatch alarms lint`, the gravest mistakes first. Ids are the files' names. */
export const LINT_RULES: readonly LintRule[] = [
  metricName,
  namespaceName,
  restApiById,
  httpApiByName,
  missingStage,
  deadDimensions,
  unknownStage,
  noSuchMetric,
  placeholder,
  detailedMetricsOff,
  noDataDespiteTraffic,
  percentForFraction,
  secondsForMilliseconds,
  beyondTimeout,
  countAverage,
  errorSampleCount,
  latencySum,
  percentileSamples,
  unitSet,
  period,
  datapointsBeyondPeriods,
  refused,
  lowTrafficMissing,
  ignoreKeepsAlarm,
  okAfterSilence,
  fillWithoutSlack,
  rangeDependentMath,
  searchInAlarm,
  noAction,
  actionsDisabled,
  actionArn,
  topicRegion,
  topicMissing,
  topicUnheard,
  sameName,
  duplicate,
  overlap,
  compositeUnknownAlarm,
  compositeCircle,
  compositeLimits,
  flapping,
  neverFired,
  missingRecommended,
];
