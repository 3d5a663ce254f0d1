import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";

export const vpcLinks: Check = {
  id: "vpc-links",
  control: "REL-12",
  group: "reliability",
  severity: "medium",
  title: "A VPC link that does not work",
  what: "Each VPC link is AVAILABLE.",
  why: "Every route that goes through it fails.",
  fix: "Read its status message, and mend or replace the link.",
  exempt: "Nowhere.",
  references: ["API Gateway API Reference: VpcLink status", "API Gateway V2 API Reference: VpcLinkStatus"],
  feature: "every flavour",
  judges: {
    "vpc-link": ({ link }) => {
      if (link.status === undefined || link.status === null) return unknown("its status");
      const evidence = [
        { field: "status", value: link.status },
        ...(link.message ? [{ field: "statusMessage", value: link.message }] : []),
      ];
      return link.status === "AVAILABLE"
        ? pass("It is available.", evidence)
        : fail(`It is ${link.status}.`, evidence);
    },
  },
  remedy: ({ link }) =>
    remedy(
      [
        `aws apigateway get-vpc-link --vpc-link-id ${shellWord(link)}   # REST APIs`,
        `aws apigatewayv2 get-vpc-link --vpc-link-id ${shellWord(link)}   # HTTP APIs`,
      ],
      null,
      null,
    ),
};
