import { MINUTE_MS } from "../../core/window.ts";
import type { Deployment, Target } from "../../model/target.ts";
import { NEAR_AFTER_MS, NEAR_BEFORE_MS } from "./near-start.ts";

/** The newest deployment of the stage that went live shortly before an incident began. */
export function recentDeployment(target: Target, startMs: number): Deployment | null {
  const near = (target.configuration?.deployments ?? []).filter(
    ({ createdMs }) => createdMs >= startMs - NEAR_BEFORE_MS && createdMs <= startMs + NEAR_AFTER_MS,
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
