import { MINUTE_MS } from "../../core/window.ts";

/** What was changed longer before an incident is not told of it. */
export const NEAR_BEFORE_MS = 30 * MINUTE_MS;
/** The start is known to a few minutes only, so what was changed just after it may still have come first. */
export const NEAR_AFTER_MS = 3 * MINUTE_MS;
