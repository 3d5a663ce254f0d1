import { CERTIFICATE_METRIC, CERTIFICATE_WARN_DAYS } from "../../catalog/certificate-metrics.ts";
import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";
import { counted, fieldOf } from "../stage-facts.ts";

export const customDomain: Check = {
  id: "custom-domain",
  control: "REL-11",
  group: "reliability",
  severity: "low",
  title: "Clients that know the API by its id",
  what: "A custom domain leads to the API; each custom domain is available, and its certificate has more than 14 days to live.",
  why: "Clients that have the execute-api address cannot be moved: to another API, another Region, or a new deployment of the stack that makes a new id. A certificate that nobody renewed stops them all at once; one that AWS Certificate Manager issued renews itself as long as its domain can be validated.",
  fix: "Give the API a custom domain, and its clients that address; where a domain is not available, or its certificate ends, validate the certificate's domain again or import a new one.",
  exempt: "Private APIs.",
  references: [
    'API Gateway Developer Guide, "Custom domain names"',
    "AWS Config acm-certificate-expiration-check",
  ],
  feature: "every flavour",
  judges: {
    api: ({ estate, api }) => {
      if (api.endpointType === "PRIVATE") return notApplicable("It is private.");
      if (estate.domains === undefined) return unknown("the custom domains");
      const leading = estate.domains.filter(({ mappings }) =>
        mappings?.some(({ apiId }) => apiId === api.id),
      );
      if (leading.length > 0)
        return pass(
          "It has a custom domain.",
          leading.map(({ name }) => ({ field: "domainNames", value: name })),
        );
      return estate.domains.some(({ mappings }) => mappings === undefined)
        ? unknown("where some custom domains lead")
        : fail("No custom domain leads to it.", [{ field: fieldOf(api.kind, "domainNames"), value: "none" }]);
    },
    domain: ({ estate, domain }) => {
      if (domain.status === undefined || domain.status === null) return unknown("its status");
      const { certificateDays: days } = domain;
      const evidence = [
        { field: "domainNameStatus", value: domain.status },
        ...(days === undefined ? [] : [{ field: CERTIFICATE_METRIC.metric, value: `${days} days` }]),
      ];
      if (domain.status !== "AVAILABLE") return fail(`It is ${domain.status}.`, evidence, "medium");
      // Of another Region nobody is asked.
      if (days === undefined && domain.certificateArn?.split(":")[3] === estate.region)
        return unknown("when its certificate expires");
      if (days === undefined) return pass("It is available.", evidence);
      return days > CERTIFICATE_WARN_DAYS
        ? pass("It is available, and so is its certificate.", evidence)
        : fail(`Its certificate expires in ${counted(days, "day")}.`, evidence, "medium");
    },
  },
  remedy: (names) => {
    // Its status and its certificate are mended elsewhere; a mapping would do neither.
    if (names.subject === "domain") {
      const domain = `aws apigateway get-domain-name --domain-name ${shellWord(names.domain)}`;
      return remedy(`${domain}   # why it is not available, and its certificate`, null, null);
    }
    return names.kind === "rest"
      ? remedy(
          `aws apigateway create-base-path-mapping --domain-name DOMAIN --rest-api-id ${shellWord(names.api)} --stage ${shellWord(names.stage)}`,
          [
            "AWS::ApiGateway::BasePathMapping",
            { DomainName: "DOMAIN", RestApiId: names.api, Stage: names.stage },
          ],
          [
            "aws_api_gateway_base_path_mapping",
            { domain_name: "DOMAIN", api_id: names.api, stage_name: names.stage },
          ],
        )
      : remedy(
          `aws apigatewayv2 create-api-mapping --domain-name DOMAIN --api-id ${shellWord(names.api)} --stage ${shellWord(names.stage)}`,
          ["AWS::ApiGatewayV2::ApiMapping", { DomainName: "DOMAIN", ApiId: names.api, Stage: names.stage }],
          ["aws_apigatewayv2_api_mapping", { domain_name: "DOMAIN", api_id: names.api, stage: names.stage }],
        );
  },
};
