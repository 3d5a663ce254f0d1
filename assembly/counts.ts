// The tables that a request is counted in: its target, its group (what the run groups by, the route by default), its
// minute, the two together, and its outcome.
import { createPairs, pairRow, Pairs, rowAt } from "./pairs";
import { createTable } from "./table";
import { reserve } from "./memory";

// Of a row: 8 requests, 12..32 by class of status (1xx to 5xx, then any other), 36 throttled, 40 over quota, 44 answered
// with an error by the gateway itself. Of a group's: at 0 (i64) twice the bytes, and one more where any request logged them. From 48 on the addresses of histograms.
// A log goes on in time and repeats itself, so a group remembers its last cell (minute at 80, row at 84) and its last
// outcome (88, 92), and each target its last minute.
const ROW: usize = 96;
const CELL: usize = 48;
const OUTCOME: usize = 12;

const MAX_TARGETS: i32 = 255;
const MAX_GROUPS: i32 = 2000;
const MAX_TYPES: i32 = 120;

export const targetsTable = createTable(MAX_TARGETS, 512, 1 << 16);
export const groupsTable = createTable(MAX_GROUPS, 8192, 1 << 20);
export const typesTable = createTable(MAX_TYPES, 512, 1 << 14);

const groups: usize = reserve(<usize>(MAX_GROUPS + 1) * ROW);
const lastMinutes: usize = reserve(<usize>(MAX_TARGETS + 1) * 8);
const minutes = createPairs(1 << 15, ROW);
const cells = createPairs(1 << 18, CELL);
const outcomes = createPairs(1 << 15, OUTCOME);

/** Requests of groups that found no room are counted in one row behind the last. */
// @inline
export function groupRow(group: i32): usize {
  return groups + <usize>(group < 0 ? MAX_GROUPS : group) * ROW;
}

/** The row of a target's minute, 0 where there is no room for it. */
// @inline
export function minuteRow(target: i32, minute: u32): usize {
  return remembered(lastMinutes + <usize>(target + 1) * 8, minutes, <u32>target, minute);
}

/** The row of a group's minute, 0 where there is no room for it. `row` is the group's. */
export function cellRow(row: usize, group: u32, minute: u32): usize {
  return remembered(row + 80, cells, group, minute);
}

// @inline
export function countOutcome(row: usize, group: u32, status: u32, type: i32): void {
  const outcome = remembered(row + 88, outcomes, group, (status << 8) | (<u32>(type + 2)));
  if (outcome != 0) store<u32>(outcome + 8, load<u32>(outcome + 8) + 1);
}

/** `memory` holds what was looked up last, and its row. */
// @inline
function remembered(memory: usize, pairs: Pairs, first: u32, second: u32): usize {
  const known = <usize>load<u32>(memory + 4);
  if (known != 0 && load<u32>(memory) == second) return known;
  const row = pairRow(pairs, first, second);
  store<u32>(memory, second);
  store<u32>(memory + 4, <u32>row);
  return row;
}

// @inline
export function increment(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}

/** @param marks bit 0: throttled, bit 1: over quota, bit 2: an error of the gateway's own. */
// @inline
export function countInto(row: usize, statusClass: u32, marks: u32): void {
  increment(row + 8);
  increment(row + 8 + (statusClass == 0 ? 24 : <usize>statusClass * 4));
  if (marks == 0) return;
  if (marks & 1) increment(row + 36);
  if (marks & 2) increment(row + 40);
  if (marks & 4) increment(row + 44);
}

export const groupStride: usize = ROW;
export const minuteStride: usize = ROW;
export const cellStride: usize = CELL;
/** For the host: where rows lie, by number. */
export function minuteAt(number: i32): usize {
  return rowAt(minutes, number);
}
export function minuteCount(): i32 {
  return minutes.count;
}
export function minuteOverflow(): u32 {
  return minutes.overflow;
}
export function cellAt(number: i32): usize {
  return rowAt(cells, number);
}
export function cellCount(): i32 {
  return cells.count;
}
export function cellOverflow(): u32 {
  return cells.overflow;
}
export function outcomeAt(number: i32): usize {
  return rowAt(outcomes, number);
}
export function outcomeCount(): i32 {
  return outcomes.count;
}
export function outcomeOverflow(): u32 {
  return outcomes.overflow;
}
