import type { Signature } from "./signature.ts";
import { mayBeServerError, says } from "./symptom-tests.ts";

const CERTIFICATE = /certificate|PKIX path|SSL handshake|TLS handshake|SSLException/i;

/** Source: repost.aws/knowledge-center/api-gateway-500-error-vpc; api-gateway-supported-certificate-authorities-for-http-endpoints.html. */
export const integrationTls: Signature = {
  id: "integration-tls",
  title: "TLS or certificate of the backend",
  kind: "integration",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => mayBeServerError(symptom) && says(symptom, CERTIFICATE),
  explanation: "the gateway did not accept the backend's certificate",
  nextSteps: [
    "Check when the backend's certificate was renewed, whether its chain is whole, and whether its names hold the host that the integration calls.",
  ],
};
