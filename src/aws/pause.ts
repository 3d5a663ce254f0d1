import { setTimeout as sleep } from "node:timers/promises";

import { isLocalEndpoint } from "./is-local-endpoint.ts";

/** Waits before something is asked for again. Errors: the signal's reason where it ends the waiting. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** There is nobody to be spared. */
const LONGEST_LOCAL_MS = 2;

/** As long as is asked for; next to nothing where the endpoint is on this machine. */
export function pauseFor(endpointUrl: string | undefined): Pause {
  const longestMs = isLocalEndpoint(endpointUrl) ? LONGEST_LOCAL_MS : Infinity;
  return async (ms, signal) => {
    await sleep(Math.min(ms, longestMs), undefined, { signal });
  };
}
