import type { BlindSpot } from "../../model/snapshot.ts";

/** Blind spots of metrics that were read whole: they speak of whose numbers these are. */
const READ_WHOLE = ["SHARED_SERIES", "CANARY_NOT_READ"];

/**
 * Whether a blind spot says that a target's metrics were read in part: a read that was cut short looks like silence.
 * An export does not say which of its series a page that is lacking would have gone on.
 */
export function isCutShort({ source, target, code }: BlindSpot, own: string): boolean {
  if (source === "files") return code === "PARTIAL_DATA";
  return source === "metrics" && target === own && !READ_WHOLE.includes(code);
}
