import { MINUTE_MS } from "../../core/window.ts";
import type { Deployment, Target } from "../../model/target.ts";

const BEFORE_MS = 30 * MINUTE_MS;
/** The start is known to a few minutes only, so a deployment just after it may still have come first. */
const AFTER_MS = 3 * MINUTE_MS;

/** The newest deployment of the stage that went live shortly before an incident began. */
export function recentDeployment(target: Target, startMs: number): Deployment | null {
  const near = (target.configuration?.deployments ?? []).filter(
    ({ createdMs }) => createdMs >= startMs - BEFORE_MS && createdMs <= startMs + AFTER_MS,
  );
  return near.sort((left, right) => right.createdMs - left.createdMs)[0] ?? null;
}

/** A sentence to add to a cause, or nothing. */
export function deploymentNote(target: Target, startMs: number): string {
  const deployment = recentDeployment(target, startMs);
  if (deployment === null) return "";
  const minutes = Math.round((startMs - deployment.createdMs) / MINUTE_MS);
  const when = minutes > 0 ? `${minutes} min before` : "as";
  return ` Deployment ${deployment.id} went live ${when} it began.`;
}
