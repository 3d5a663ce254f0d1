import type { Signature } from "./signature.ts";

/** Not 429: a limit turns any request away. */
const REFUSED: readonly number[] = [401, 403, 404, 405];

/** Source: how-to-cors.html; http-api-cors.html. */
export const corsPreflight: Signature = {
  id: "cors-preflight",
  title: "CORS preflight failure",
  kind: "configuration",
  sources: ["access-logs", "execution-logs"],
  match: (symptom) =>
    symptom.method === "OPTIONS" && symptom.status !== null && REFUSED.includes(symptom.status),
  explanation:
    "the preflight requests of browsers (OPTIONS) were refused, so that browsers send nothing else",
  nextSteps: [
    "Give the route an OPTIONS method that asks for no authorization and answers with the CORS headers; for an HTTP API set its CORS configuration.",
    "Let the error answers carry Access-Control-Allow-Origin too, or browsers show nothing of them.",
  ],
};
