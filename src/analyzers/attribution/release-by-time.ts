import { MINUTE_MS } from "../../core/window.ts";
import type { Deployment, Target } from "../../model/target.ts";
import { recentDeployment } from "../shared/recent-deployment.ts";

/** What a release breaks shows with the next requests; the start is known to a minute or two. */
const SOON_MS = 4 * MINUTE_MS;
const UNSURE_MS = MINUTE_MS;

/** The deployment whose time alone makes it the likely reason of errors that begin then, or null. */
export function releaseByTime(target: Target, startMs: number): Deployment | null {
  const deployment = recentDeployment(target, startMs);
  if (deployment === null) return null;
  const sinceMs = startMs - deployment.createdMs;
  return sinceMs >= -UNSURE_MS && sinceMs <= SOON_MS ? deployment : null;
}
