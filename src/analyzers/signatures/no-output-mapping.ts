import type { Signature } from "./signature.ts";
import { mayBeServerError, says } from "./symptom-tests.ts";

const UNMAPPED = /no match for output mapping|output mapping refers to an invalid/i;

/** Source: handle-errors-in-lambda-integration.html; execution logs as their owners published them. */
export const noOutputMapping: Signature = {
  id: "no-output-mapping",
  title: "No match for the output mapping",
  kind: "configuration",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) => mayBeServerError(symptom) && says(symptom, UNMAPPED),
  explanation: "the backend answered with a status for which the method has no integration response",
  nextSteps: [
    "Give the method a default integration response, or one whose pattern matches what the backend answers now.",
    "Look at what made the backend answer with that status.",
  ],
};
