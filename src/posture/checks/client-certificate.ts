import { DAY_MS } from "../../core/window.ts";
import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { patchStage, remedy, updateV2Stage } from "../remedy.ts";
import { isSomeCallUnknown, stageField } from "../stage-facts.ts";

/** Certificates that API Gateway makes live for 365 days. */
const WARN_DAYS = 30;

export const clientCertificate: Check = {
  id: "client-certificate",
  control: "SEC-09",
  group: "security",
  severity: "medium",
  title: "A backend that cannot tell the gateway from anybody else",
  what: "A stage whose methods call HTTP backends presents a client certificate, and it has more than 30 days to live.",
  why: "A backend on the internet takes requests that never came through the gateway, past its authorizers and limits. Certificates live for a year, and an expired one stops all requests at once.",
  fix: "Generate a client certificate, let the backend ask for it, and name it on the stage; renew it in time.",
  exempt:
    "APIs that call no HTTP backend over the internet: functions and AWS services know the gateway by its role.",
  references: [
    "Security Hub APIGateway.2",
    "AWS Config api-gw-ssl-enabled",
    "checkov CKV2_AWS_51",
    "prowler apigateway_restapi_client_certificate_enabled",
    "cdk-nag APIGWSSLEnabled (HIPAA.Security, NIST.800.53.R4, NIST.800.53.R5, PCI.DSS.321)",
    "Well-Architected Serverless Applications Lens, data-protection",
  ],
  feature: "a client certificate for backends",
  judges: {
    stage: (scene) => {
      const { estate, api, stage } = scene;
      if (api.routes === undefined) return unknown("what its routes call");
      if (!api.routes.some(({ integration }) => integration?.kind === "http")) {
        return isSomeCallUnknown(api.routes)
          ? unknown("what some of its routes call")
          : notApplicable("It calls no HTTP backend over the internet.");
      }
      const { clientCertificateId: id } = stage;
      if (id === undefined) return unknown("its client certificate");
      const field = stageField(scene, "clientCertificateId");
      if (!id) return fail("It presents no certificate to its HTTP backends.", [{ field, value: "not set" }]);
      const expiresMs = estate.clientCertificates?.find((one) => one.id === id)?.expiresMs;
      const evidence = [{ field, value: id }];
      if (estate.clientCertificates === undefined && estate.origin !== "template")
        return unknown("when its client certificate expires");
      if (expiresMs === undefined) return pass("It presents a certificate.", evidence);
      const days = Math.floor((expiresMs - estate.takenMs) / DAY_MS);
      const dated = [
        ...evidence,
        { field: `clientCertificates[${id}].expirationDate`, value: new Date(expiresMs).toISOString() },
      ];
      if (days < 0) return fail("Its certificate has expired.", dated, "high");
      return days <= WARN_DAYS
        ? fail(`Its certificate expires in ${days} days.`, dated)
        : pass("It presents a certificate.", dated);
    },
  },
  remedy: (names) =>
    names.kind === "rest"
      ? remedy(
          [
            "aws apigateway generate-client-certificate",
            patchStage(names, { "/clientCertificateId": "CERTIFICATE" }),
          ],
          ["AWS::ApiGateway::Stage", { ClientCertificateId: "CERTIFICATE" }],
          ["aws_api_gateway_stage", { client_certificate_id: "CERTIFICATE" }],
        )
      : remedy(
          [
            "aws apigateway generate-client-certificate",
            updateV2Stage(names, "--client-certificate-id CERTIFICATE"),
          ],
          ["AWS::ApiGatewayV2::Stage", { ClientCertificateId: "CERTIFICATE" }],
          ["aws_apigatewayv2_stage", { client_certificate_id: "CERTIFICATE" }],
        ),
};
