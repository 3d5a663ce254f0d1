// What became of a request: its status, whether it was throttled, and who answered.
import { ERROR_MESSAGE, RESPONSE_TYPE, STATUS } from "./fields";
import { wholeNumber } from "./numbers";
import { isSeen, slotAt, slotLength } from "./slots";
import { reserve, sameBytes, scratch } from "./memory";

/** The host enters these two types first. */
const THROTTLED: i32 = 0;
const QUOTA_EXCEEDED: i32 = 1;

const quotaMessage: usize = reserve(128);
let quotaMessageLength: i32 = 0;

/** The gateway's message where a quota is used up, from `scratch`. */
export function setQuotaMessage(length: i32): void {
  memory.copy(quotaMessage, scratch, <usize>length);
  quotaMessageLength = length;
}

/** 100 to 999; 0 where the line has no status. */
// @inline
export function statusOf(): u32 {
  const value = wholeNumber(STATUS);
  return value >= 100 && value <= 999 ? <u32>value : 0;
}

/** 1 to 5; 0 for no status and for those beyond 599. */
// @inline
export function classOf(status: u32): u32 {
  return status < 600 ? status / 100 : 0;
}

/**
 * Bit 0: throttled. Bit 1: over quota. Bit 2: an error that the gateway itself answered. The response type tells; a
 * 429 of a Format that does not log the type is taken for the gateway's, since what else it could be is not written.
 *
 * @param type number of the response type: -2 for a line without one.
 */
export function marksOf(status: u32, type: i32): u32 {
  if (type == THROTTLED) return 5;
  if (type == QUOTA_EXCEEDED) return 6;
  if (type != -2) return status >= 400 ? 4 : 0;
  if (status != 429 || isSeen(RESPONSE_TYPE)) return 0;
  const isQuota =
    slotLength(ERROR_MESSAGE) == quotaMessageLength &&
    sameBytes(slotAt(ERROR_MESSAGE), quotaMessage, quotaMessageLength);
  return isQuota ? 2 : 1;
}
