import type { Signature } from "./signature.ts";
import { says } from "./symptom-tests.ts";

const TEMPLATE =
  /unable to transform (?:request|response)|transformation failure|mapping template|could not parse request body into json/i;

/** Source: models-mappings.html; rest-api-data-transformations.html. */
export const mappingTemplateFailure: Signature = {
  id: "mapping-template-failure",
  title: "Mapping template failure",
  kind: "configuration",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => says(symptom, TEMPLATE),
  explanation: "a mapping template could not be applied to the request or to the answer",
  nextSteps: [
    "Compare the mapping template's latest change with what callers send and what the backend answers.",
  ],
};
