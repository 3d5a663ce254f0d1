import type { Signature } from "./signature.ts";
import { mayBeServerError, says } from "./symptom-tests.ts";

const RAISED =
  /[Cc]ustomer [Ff]unction [Ee]rror|[Ll]ambda execution failed with status 200|\bRuntime\.\w+|\bUnhandled|^[A-Za-z][\w.]*(?:Error|Exception):/;

/** Source: DataBiosphere/azul pull request 6624 (both logs of the same failures). */
export const lambdaFunctionError: Signature = {
  id: "lambda-function-error",
  title: "Function error",
  kind: "integration",
  sources: ["access-logs", "execution-logs", "traces"],
  match: (symptom) =>
    symptom.source === "traces" ? says(symptom, RAISED) : mayBeServerError(symptom) && says(symptom, RAISED),
  explanation: "the function raised an error instead of returning",
  nextSteps: ["Look at the function's log at the time of the first error, and at its latest version."],
};
