import type { LogTopDimension } from "../../model/log-slice.ts";
import type { LogSides } from "../shared/log-sides.ts";
import { topsOf } from "../shared/log-tops.ts";
import { formatFactor, formatShare } from "../shared/wording.ts";

const DIMENSIONS = [
  ["apiKey", "API key"],
  ["userAgent", "user agent"],
  ["client", "address"],
] as const satisfies readonly (readonly [LogTopDimension, string])[];
/** Less is the day's ups and downs. */
const LEAST_RISE = 1.3;
/** From this part of the added requests on they are that caller's, if that is well beyond its part before. */
const MOST = 0.7;
const BEYOND_USUAL = 1.5;

/** "1.8 times as many requests came as before; 92 % of the added ones are of API key k7."; empty where not more came. */
export function addedLoad({ now, before }: LogSides): string {
  const [rate, usual] = [now.requests / now.seconds, before.requests / before.seconds];
  if (!(usual > 0) || rate < LEAST_RISE * usual) return "";
  const whose = DIMENSIONS.flatMap(([dimension, name]) => {
    const earlier = new Map(topsOf(before, dimension).map(({ text, requests }) => [text, requests]));
    return topsOf(now, dimension)
      .map(({ text, requests }) => {
        const known = earlier.get(text) ?? 0;
        const share = (requests / now.seconds - known / before.seconds) / (rate - usual);
        return { caller: `${name} ${text}`, share, usualShare: known / before.requests };
      })
      .filter(({ share, usualShare }) => share >= MOST && share >= BEYOND_USUAL * usualShare);
  });
  const [caller] = whose;
  const more = `${formatFactor(rate / usual)} as many requests came as before`;
  return caller === undefined
    ? `${more}.`
    : `${more}; ${formatShare(Math.min(1, caller.share))} of the added ones are of ${caller.caller}.`;
}
