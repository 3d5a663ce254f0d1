import { classifyError } from "../aws/classify-error.ts";
import type { CallContext } from "../aws/error-hints.ts";
import type { Pages } from "../aws/read-pages.ts";
import type { BlindSpot } from "../model/snapshot.ts";

/** The blind spot that a failed call leaves. @param lost what cannot be seen because of it, a sentence; may be empty. */
export function failedCall(
  source: string,
  target: string | null,
  error: unknown,
  context: CallContext,
  lost = "",
): BlindSpot {
  const { code, hint } = classifyError(error, context);
  return { source, target, code, hint: lost === "" ? hint : `${hint} ${lost}` };
}

/** One of each: several calls that fail alike for one target say it once. */
export function distinctBlindSpots(blindSpots: readonly BlindSpot[]): BlindSpot[] {
  const byText = new Map(blindSpots.map((spot) => [JSON.stringify(spot), spot]));
  return [...byText.values()];
}

/** The blind spots that a list leaves which failed, or of which items had to be left out. */
export function listProblems(
  pages: Pages<unknown>,
  target: string | null,
  context: CallContext,
  lost: string,
): BlindSpot[] {
  const found: BlindSpot[] = [];
  if (pages.error !== undefined) found.push(failedCall("inventory", target, pages.error, context, lost));
  return [...found, ...malformedItems("inventory", target, pages, context)];
}

/** The blind spot that items leave which were not what the service documents; none where all were. */
export function malformedItems(
  source: string,
  target: string | null,
  { malformed }: Pages<unknown>,
  { action, region }: CallContext,
): BlindSpot[] {
  if (malformed === 0) return [];
  const hint = `${malformed} items of ${action} in ${region} did not have the documented shape and were left out.`;
  return [{ source, target, code: "BAD_RESPONSE", hint }];
}
