/**
 * The gateway's own time a request, by metric math on sums: (sum of Latency - sum of IntegrationLatency) / requests. Sums may be
 * subtracted where percentiles may not, but only where every request that has a Latency has an IntegrationLatency too: no
 * cache, no mock integration. What an authorizer or a firewall refuses still counts with its whole latency, as the gateway's.
 */
import type { AlarmRule } from "./alarm-rule.ts";
import { metricQuery } from "./metric-query.ts";
import { periodText } from "./period-text.ts";
import { shortestPeriod } from "./shortest-period.ts";
import { watchedMetric } from "./watched-metric.ts";

/** Requests in a period from which a mean says something. */
const GATE = 50;

export const gatewayOverhead: AlarmRule = {
  id: "gateway-overhead",
  summary: "the gateway's own time: authorizer, firewall, mapping",
  profile: "gatewatch",
  propose(context) {
    const { target, route, traffic } = context;
    const latency = watchedMetric(context, "latency");
    const integration = watchedMetric(context, "integrationLatency");
    const { configuration } = target;
    if (!latency || !integration || configuration === null || route !== null || traffic === null) return [];
    const isMixed = configuration.routes.some((one) => one.cached || one.integration === "mock");
    if (isMixed || configuration.cache !== null) return [];
    const Period = Math.max(300, shortestPeriod(traffic, GATE, 3_600) ?? Number.POSITIVE_INFINITY);
    if (!Number.isFinite(Period)) return [];
    return [
      {
        rule: "gateway-overhead",
        part: "mean",
        target: target.id,
        route,
        severity: "ticket",
        definition: {
          Metrics: [
            metricQuery("whole", latency, Period, "Sum"),
            metricQuery("integration", integration, Period, "Sum"),
            metricQuery("requests", latency, Period, "SampleCount"),
            {
              Id: "overhead",
              Expression: `IF(requests >= ${GATE}, (whole - integration) / requests, 0)`,
              Label: "the gateway's own milliseconds a request",
              ReturnData: true,
            },
          ],
          EvaluationPeriods: 3,
          DatapointsToAlarm: 3,
          Threshold: 100,
          ComparisonOperator: "GreaterThanThreshold",
          TreatMissingData: "notBreaching",
        },
        search: {
          side: "above",
          least: 5,
          most: 10_000,
          spans: [
            { evaluationPeriods: 2, datapointsToAlarm: 2 },
            { evaluationPeriods: 3, datapointsToAlarm: 3 },
          ],
          catches: ["authorizer-slowdown", "waf-slowdown"],
        },
        why: `The gateway's own time a request over ${periodText(Period)}, from sums, judged from ${GATE} requests on; every route here calls an integration, so the difference is valid.`,
        logMetric: null,
      },
    ];
  },
};
