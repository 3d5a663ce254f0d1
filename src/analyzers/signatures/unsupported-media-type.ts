import type { Signature } from "./signature.ts";
import { answeredWith } from "./symptom-tests.ts";

/** Source: integration-passthrough-behaviors.html; supported-gateway-response-types.html. */
export const unsupportedMediaType: Signature = {
  id: "unsupported-media-type",
  title: "Unsupported media type",
  kind: "client",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) =>
    answeredWith(symptom, "UNSUPPORTED_MEDIA_TYPE") ||
    (symptom.responseType !== null && symptom.status === 415),
  explanation: "they came with a content type that the route does not take",
  nextSteps: [
    "Compare the callers' Content-Type with the route's mapping templates and their latest change.",
  ],
};
