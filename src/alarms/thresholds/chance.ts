import { DAY_MS } from "../../core/window.ts";

/** What chance alone reaches more often than once in so long is no incident, and no threshold lies below it. */
export const SELDOM_MS = 365 * DAY_MS;
/** Errors come together (retries, bursts): variance = mean + mean^2 / this. */
export const DISPERSION_SIZE = 10;
