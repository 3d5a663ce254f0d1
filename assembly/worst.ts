// The slowest requests, each with the ids to look it up by. Ordered by latency, descending, then by id.
import { reserve } from "./memory";

const PLACES: i32 = 10;
const ID: i32 = 128;
/** 0 latency, 8 time (f64), 16 status, 20 group, 24 and 28 lengths, 32 id, 160 integration's request id. */
const ROW: usize = 32 + 2 * <usize>ID;

const rows: usize = reserve(<usize>(PLACES + 1) * ROW);
let taken: i32 = 0;
/** The least latency that may be among them. */
let least: i64 = 0;

export const worstStride: usize = ROW;
export function worstRow(place: i32): usize {
  return rows + <usize>place * ROW;
}
export function worstCount(): i32 {
  return taken;
}

/** Whether a request of this latency may be among the worst. */
// @inline
export function mayBeWorst(latencyMs: i64): bool {
  return latencyMs >= least;
}

export function offerWorst(
  latencyMs: i64,
  timeMs: i64,
  status: u32,
  group: i32,
  id: usize,
  idLength: i32,
  integrationId: usize,
  integrationIdLength: i32,
): void {
  const row = worstRow(PLACES);
  store<f64>(row, <f64>latencyMs);
  store<f64>(row + 8, <f64>timeMs);
  store<u32>(row + 16, status);
  store<i32>(row + 20, group);
  store<i32>(row + 24, min(idLength, ID));
  store<i32>(row + 28, min(integrationIdLength, ID));
  memory.copy(row + 32, id, <usize>min(idLength, ID));
  memory.copy(row + 160, integrationId, <usize>min(integrationIdLength, ID));
  let place = taken;
  while (place > 0 && isBefore(row, worstRow(place - 1))) place--;
  if (place == PLACES) return;
  const last = taken < PLACES ? taken++ : PLACES - 1;
  memory.copy(worstRow(place + 1), worstRow(place), <usize>(last - place) * ROW);
  // The candidate lies behind the last place, where the copy does not reach.
  memory.copy(worstRow(place), row, ROW);
  if (taken == PLACES) least = <i64>load<f64>(worstRow(PLACES - 1));
}

function isBefore(left: usize, right: usize): bool {
  const difference = load<f64>(left) - load<f64>(right);
  if (difference != 0) return difference > 0;
  const leftLength = load<i32>(left + 24);
  const rightLength = load<i32>(right + 24);
  const order = memory.compare(left + 32, right + 32, <usize>min(leftLength, rightLength));
  return order == 0 ? leftLength < rightLength : order < 0;
}
