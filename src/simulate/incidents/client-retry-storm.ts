import type { Incident } from "../incident.ts";
import { addRequests, busiestClient, reachesIntegration, splitByClient, succeeds } from "./reshape.ts";

/** The backend defends itself: the gateway lets everything through, so its response type stays empty. */
export const clientRetryStorm: Incident = {
  name: "client-retry-storm",
  title: "One client repeats its requests without a pause, and the backend refuses the repetitions with 429",
  kinds: ["rest", "http"],
  magnitude: {
    meaning: "repetitions of each of that client's requests, 0 changes nothing",
    default: 3,
    nothing: 0,
    most: Infinity,
  },
  cause: "client",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, stage }) => {
    const client = busiestClient(stage);
    const any = normal.outcomes.find((outcome) => succeeds(outcome) && reachesIntegration(outcome));
    if (!(magnitude > 0) || client === undefined || any === undefined) return normal;
    const total = stage.clients.reduce((sum, { share }) => sum + share, 0);
    // What is repeated without a pause are calls that the cache does not answer, so it neither hits nor misses more.
    const refused = {
      ...any,
      status: 429,
      integrationStatus: 429,
      cache: null,
      coldStart: false,
      canary: false,
    };
    const extra = (magnitude * client.share) / total;
    return addRequests(splitByClient(normal, stage), extra, { ...refused, client: client.apiKeyId });
  },
};
