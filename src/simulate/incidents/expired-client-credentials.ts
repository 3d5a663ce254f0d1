import type { Incident, IncidentContext } from "../incident.ts";
import { busiestClient, rejected, replaceFraction, splitByClient } from "./reshape.ts";

export const expiredClientCredentials: Incident = {
  name: "expired-client-credentials",
  title: "The credentials of one client have expired, and it keeps calling",
  kinds: ["rest", "http"],
  magnitude: {
    meaning: "share of that client's requests that are refused, 0..1",
    default: 1,
    nothing: 0,
    most: 1,
  },
  cause: "client",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, context) => {
    const client = busiestClient(context.stage);
    const responseType = refusal(context);
    if (!(context.magnitude > 0) || client === undefined || responseType === null) return normal;
    return replaceFraction(
      splitByClient(normal, context.stage),
      context.magnitude,
      (outcome) => outcome.client === client.apiKeyId,
      (outcome) => rejected(outcome, "authorizer", responseType),
    );
  },
};

/** How the route refuses a caller; null where it asks nobody who they are. */
function refusal({ route, stage }: IncidentContext): string | null {
  if (route.authorizer?.kind === "AWS_IAM") return "EXPIRED_TOKEN";
  if (route.authorizer !== null) return "UNAUTHORIZED";
  return stage.kind === "rest" ? "INVALID_API_KEY" : null;
}
