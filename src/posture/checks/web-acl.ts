import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { apiGatewayArn, remedy, shellWord } from "../remedy.ts";
import { stageField } from "../stage-facts.ts";

export const webAcl: Check = {
  id: "web-acl",
  control: "SEC-01",
  group: "security",
  severity: "medium",
  title: "A public stage without AWS WAF",
  what: "A web ACL is associated with each stage of a REST API that the internet can reach.",
  why: "Nothing stands between the backend and injections, scanners and floods from single addresses but what the backend does itself.",
  fix: "Associate a web ACL of AWS WAF, at least with the common rule set and a rate-based rule.",
  exempt:
    "Private APIs; HTTP and WebSocket APIs, which cannot have a web ACL (put CloudFront with one in front).",
  references: [
    "Security Hub APIGateway.4",
    "AWS Config api-gw-associated-with-waf",
    "checkov CKV2_AWS_29",
    "prowler apigateway_restapi_waf_acl_attached",
    "cdk-nag AwsSolutions-APIG3",
    "cdk-nag APIGWAssociatedWithWAF (NIST.800.53.R5, PCI.DSS.321)",
    "Well-Architected Serverless Applications Lens, AWS WAF against injections and scripts",
  ],
  feature: "a web ACL on a stage",
  judges: {
    stage: (scene) => {
      const { webAclArn } = scene.stage;
      if (scene.api.endpointType === "PRIVATE")
        return notApplicable("The internet does not reach a private API.");
      if (webAclArn === undefined) return unknown("its web ACL");
      const evidence = [{ field: stageField(scene, "webAclArn"), value: webAclArn ?? "not set" }];
      return webAclArn
        ? pass("AWS WAF looks at its requests.", evidence)
        : fail("No web ACL looks at its requests.", evidence);
    },
  },
  remedy: (names) => {
    const arn = apiGatewayArn(names, `/restapis/${names.api}/stages/${names.stage}`);
    return remedy(
      `aws wafv2 associate-web-acl --web-acl-arn WEB_ACL_ARN --resource-arn ${shellWord(arn)}`,
      ["AWS::WAFv2::WebACLAssociation", { ResourceArn: arn, WebACLArn: "WEB_ACL_ARN" }],
      ["aws_wafv2_web_acl_association", { resource_arn: arn, web_acl_arn: "WEB_ACL_ARN" }],
    );
  },
};
