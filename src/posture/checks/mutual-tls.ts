import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";

export const mutualTls: Check = {
  id: "mutual-tls",
  control: "SEC-06",
  group: "security",
  severity: "low",
  title: "A truststore that AWS warns about",
  what: "Where a custom domain asks clients for certificates, its truststore has no warnings.",
  why: "A certificate in the truststore that is expired or malformed keeps clients out, or lets nobody check them as meant.",
  fix: "Put a corrected bundle into the bucket and name its version.",
  exempt: "Domains without mutual TLS: whether clients need certificates is the owner's decision.",
  references: [
    "Well-Architected Serverless Applications Lens, identity-and-access-management",
    'API Gateway Developer Guide, "Configuring mutual TLS authentication"',
  ],
  feature: "every flavour",
  judges: {
    domain: ({ domain }) => {
      const { mutualTls: settings } = domain;
      if (settings === undefined) return unknown("its mutual TLS settings");
      if (settings === null || !settings.truststoreUri)
        return notApplicable("It does not ask clients for certificates.");
      const evidence = [
        { field: "mutualTlsAuthentication.truststoreUri", value: settings.truststoreUri },
        ...settings.warnings.map((value) => ({ field: "mutualTlsAuthentication.truststoreWarnings", value })),
      ];
      return settings.warnings.length === 0
        ? pass("It asks clients for certificates.", evidence)
        : fail("AWS warns about its truststore.", evidence);
    },
  },
  remedy: ({ domain }) =>
    remedy(
      `aws apigateway update-domain-name --domain-name ${shellWord(domain)} --patch-operations op=replace,path=/mutualTlsAuthentication/truststoreVersion,value=VERSION`,
      [
        "AWS::ApiGateway::DomainName",
        { MutualTlsAuthentication: { TruststoreUri: "s3://BUCKET/KEY", TruststoreVersion: "VERSION" } },
      ],
      [
        "aws_api_gateway_domain_name",
        { mutual_tls_authentication: { truststore_uri: "s3://BUCKET/KEY", truststore_version: "VERSION" } },
      ],
    ),
};
