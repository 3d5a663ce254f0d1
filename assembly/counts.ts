// The tables that a request is counted in: its target, its group (what the run groups by, the route by default), its
// minute, the two together, and its outcome.
import { createPairs, pairRow } from "./pairs";
import { createTable } from "./table";
import { reserve } from "./memory";

// Of a row: 8 requests, 12..32 by class of status (1xx to 5xx, then any other), 36 throttled, 40 over quota, 44 answered
// with an error by the gateway itself. Of a group's: bytes (f64) at 0. From 48 on the addresses of histograms.
export const HISTOGRAMS: usize = 48;
const ROW: usize = 80;
const CELL: usize = 48;
const OUTCOME: usize = 12;

const MAX_TARGETS: i32 = 255;
const MAX_GROUPS: i32 = 2000;
const MAX_TYPES: i32 = 120;

export const targetsTable = createTable(MAX_TARGETS, 512, 1 << 16);
export const groupsTable = createTable(MAX_GROUPS, 8192, 1 << 20);
export const typesTable = createTable(MAX_TYPES, 512, 1 << 14);

const groups: usize = reserve(<usize>(MAX_GROUPS + 1) * ROW);
const minutes = createPairs(1 << 15, 1 << 16, ROW);
const cells = createPairs(1 << 18, 1 << 19, CELL);
const outcomes = createPairs(1 << 15, 1 << 16, OUTCOME);

/** Requests of groups that found no room are counted in one row behind the last. */
export function groupRow(group: i32): usize {
  return groups + <usize>(group < 0 ? MAX_GROUPS : group) * ROW;
}

/** The row of a target's minute, 0 where there is no room for it. */
export function minuteRow(target: u32, minute: u32): usize {
  return pairRow(minutes, target, minute);
}

export function cellRow(group: u32, minute: u32): usize {
  return pairRow(cells, group, minute);
}

export function countOutcome(group: u32, status: u32, type: i32): void {
  const row = pairRow(outcomes, group, (status << 8) | (<u32>(type + 2)));
  if (row != 0) store<u32>(row + 8, load<u32>(row + 8) + 1);
}

export function increment(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}

/** @param marks bit 0: throttled, bit 1: over quota, bit 2: an error of the gateway's own. */
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
export function minuteRows(): usize {
  return minutes.rows;
}
export function minuteCount(): i32 {
  return minutes.count;
}
export function minuteOverflow(): u32 {
  return minutes.overflow;
}
export function cellRows(): usize {
  return cells.rows;
}
export function cellCount(): i32 {
  return cells.count;
}
export function cellOverflow(): u32 {
  return cells.overflow;
}
export function outcomeRows(): usize {
  return outcomes.rows;
}
export function outcomeCount(): i32 {
  return outcomes.count;
}
export function outcomeOverflow(): u32 {
  return outcomes.overflow;
}
