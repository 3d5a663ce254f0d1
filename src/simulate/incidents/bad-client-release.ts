import type { Sender } from "../behaviour.ts";
import type { Incident } from "../incident.ts";
import { busiestClient, reachesIntegration, replaceFraction, splitByClient, succeeds } from "./reshape.ts";

export const badClientRelease: Incident = {
  name: "bad-client-release",
  title: "A new release of one client sends requests that the backend refuses with 400",
  kinds: ["rest", "http"],
  magnitude: {
    meaning: "share of that client's successful requests that become 400, 0..1",
    default: 0.8,
    nothing: 0,
    most: 1,
  },
  cause: "client",
  shouldPage: false,
  inMetrics: true,
  apply: (normal, { magnitude, stage }) => {
    const client = busiestClient(stage);
    if (!(magnitude > 0) || client === undefined) return normal;
    const sender = newRelease(client);
    return replaceFraction(
      splitByClient(normal, stage),
      magnitude,
      (outcome) => outcome.client === client.apiKeyId && succeeds(outcome) && reachesIntegration(outcome),
      (outcome) => ({ ...outcome, sender, status: 400, integrationStatus: 400 }),
    );
  },
};

/** The client as its next release names itself: the last number of its first version goes up. */
function newRelease({ apiKeyId, userAgent, ip }: Sender): Sender {
  const found = /^([^/\s]+\/(?:\d+\.)*)(\d+)/.exec(userAgent);
  if (found === null) return { apiKeyId, userAgent: `${userAgent} next/1.0`, ip };
  const [version, before = "", last = "0"] = found;
  return { apiKeyId, userAgent: `${before}${Number(last) + 1}${userAgent.slice(version.length)}`, ip };
}
