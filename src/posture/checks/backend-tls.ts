import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { patchOption, remedy, shellWord } from "../remedy.ts";
import { isSomeCallUnknown, someOf } from "../stage-facts.ts";

export const backendTls: Check = {
  id: "backend-tls",
  control: "SEC-10",
  group: "security",
  severity: "high",
  title: "Backends that are called without TLS, or with any certificate",
  what: "No integration calls an http:// address outside of a VPC link, and none skips the verification of the backend's certificate.",
  why: "Whoever sits on the way can read and change requests, the tokens in them included.",
  fix: "Call the backend by https://, and give it a certificate that a public authority signed in place of insecureSkipVerification.",
  exempt: "APIs that call no HTTP backend; HTTP APIs' private integrations are private-integration-tls's.",
  references: ['API Gateway Developer Guide, "x-amazon-apigateway-integration.tlsConfig object"'],
  feature: "integrations with TLS settings",
  judges: {
    api: ({ api }) => {
      if (api.routes === undefined) return unknown("what its routes call");
      const called = api.routes.filter(
        ({ integration }) => integration?.kind === "http" || integration?.isVpcLink,
      );
      if (called.length === 0 && isSomeCallUnknown(api.routes))
        return unknown("what some of its routes call");
      if (called.length === 0) return notApplicable("It calls no HTTP backend.");
      const plain = called.filter(
        ({ integration }) => !integration?.isVpcLink && /^http:/i.test(integration?.uri ?? ""),
      );
      const unverified = called.filter(({ integration }) => integration?.isTlsUnverified === true);
      const evidence = [
        ...plain.map(({ key, integration }) => ({
          field: `methods[${key}].methodIntegration.uri`,
          value: integration?.uri ?? "",
        })),
        ...unverified.map(({ key }) => ({
          field: `methods[${key}].methodIntegration.tlsConfig.insecureSkipVerification`,
          value: "true",
        })),
      ];
      if (evidence.length > 0) {
        return fail(
          [
            ...(plain.length === 0
              ? []
              : [`${someOf(plain.map(({ key }) => key))} call the backend without TLS.`]),
            ...(unverified.length === 0
              ? []
              : [`${someOf(unverified.map(({ key }) => key))} take any certificate.`]),
          ].join(" "),
          evidence,
        );
      }
      return called.some(({ integration }) => integration?.uri === undefined && !integration?.isVpcLink)
        ? unknown("the addresses of some backends")
        : pass("Its backends are called over verified TLS.");
    },
  },
  remedy: ({ api }) =>
    remedy(
      `aws apigateway update-integration --rest-api-id ${shellWord(api)} --resource-id RESOURCE --http-method METHOD ${patchOption(
        [
          { path: "/uri", value: "https://HOST/PATH" },
          { path: "/tlsConfig/insecureSkipVerification", value: "false" },
        ],
      )}`,
      ["AWS::ApiGateway::Method", { Integration: { Uri: "https://HOST/PATH" } }],
      [
        "aws_api_gateway_integration",
        { uri: "https://HOST/PATH", tls_config: { insecure_skip_verification: false } },
      ],
    ),
};
