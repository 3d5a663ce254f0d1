import { API_GATEWAY_NAMESPACE } from "../../../catalog/metrics.ts";
import type { LintRule } from "../lint-rule.ts";
import { metricUses } from "../metric-uses.ts";

export const namespaceName: LintRule = {
  id: "namespace-name",
  severity: "error",
  title: "A namespace that is nearly API Gateway's",
  what: "An alarm names a namespace such as AWS/APIGateway or AWS/ApiGatewayV2. The metrics of all kinds of APIs are in AWS/ApiGateway, spelled exactly so.",
  why: "Namespaces are case-sensitive and CloudWatch takes any of them; there is nothing in this one, so the alarm never gets a datapoint.",
  fix: `Write ${API_GATEWAY_NAMESPACE}.`,
  find: ({ alarms }) =>
    metricUses(alarms)
      .filter(
        ({ namespace }) =>
          namespace !== undefined && namespace !== API_GATEWAY_NAMESPACE && isNearly(namespace),
      )
      .map(({ alarm, prefix, namespace }) => ({
        alarm,
        path: `${prefix}Namespace`,
        message: `There is no namespace "${namespace}".`,
      })),
};

function isNearly(namespace: string): boolean {
  return /^aws[/:_-]*api[-_ /]?gateway(?:[-_ /]?v2)?$/i.test(namespace.trim());
}
