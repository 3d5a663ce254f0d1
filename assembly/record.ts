// Adds the request in the slots to every table that the run's question needs.
import * as fields from "./fields";
import { cellRow, countInto, countOutcome, groupRow, minuteRow, typesTable } from "./counts";
import { FAMILY, PATTERN, derivedAt, derivedHash, derivedLength, deriveText } from "./derived";
import { isFiltering, passes } from "./filter";
import { findGroup, group, messageField, target } from "./group";
import { addValue, bucketOf, HISTOGRAMS } from "./histogram";
import { epochMs, textMs, wholeNumber } from "./numbers";
import { classOf, marksOf, statusOf } from "./outcome";
import { isSeen, slotAt, slotLength } from "./slots";
import { additionOf, API_KEYS, CLIENTS, MESSAGES, offer, summaryHash, USER_AGENTS } from "./summary";
import { enter } from "./table";
import { mayBeWorst, offerWorst } from "./worst";

export { setDimension } from "./group";
export { setFilterOp } from "./filter";

/** Minutes since 1970 that a row can name; later ones are no times. */
const LAST_MS: i64 = 2147483647 * 60000;
const MINUTE_MS: i64 = 60000;

let hasDetails: bool = true;
let hasCells: bool = true;

let filtered: f64 = 0;
let untimed: f64 = 0;
/** A log goes on in time, so the next request is most likely of the same minute. */
let minuteFrom: i64 = -1;
let minuteNumber: u32 = 0;

/**
 * @param details whether more is asked than counts and the latency of groups: latencies by minute and by phase, outcomes, the
 *   most frequent texts, the slowest requests.
 * @param cells whether the minutes of each group are asked for.
 */
export function setWanted(details: bool, cells: bool): void {
  hasDetails = details;
  hasCells = cells;
}

/** Requests that the filter kept out. */
export function filteredCount(): f64 {
  return filtered;
}
/** Requests without a time that could be read: they are in no minute. */
export function untimedCount(): f64 {
  return untimed;
}

/** A response type, from memory at `at`, gets the next number. */
export function setKnownType(at: usize, length: i32): i32 {
  return enter(typesTable, at, length);
}

export function addRecord(): void {
  if (isFiltering() && !passes()) {
    filtered++;
    return;
  }
  const status = statusOf();
  const statusClass = classOf(status);
  const typeLength = slotLength(fields.RESPONSE_TYPE);
  const type = typeLength == 0 ? -2 : enter(typesTable, slotAt(fields.RESPONSE_TYPE), typeLength);
  const marks = marksOf(status, type);
  findGroup();
  const row = groupRow(group);
  countInto(row, statusClass, marks);
  const bytes = wholeNumber(fields.BYTES);
  if (bytes >= 0) store<i64>(row, (load<i64>(row) + (bytes << 1)) | 1);

  const timeMs = requestTimeMs();
  let minute: usize = 0;
  if (timeMs < 0) untimed++;
  else {
    if (<u64>(timeMs - minuteFrom) >= <u64>MINUTE_MS) {
      minuteNumber = <u32>(timeMs / MINUTE_MS);
      minuteFrom = <i64>minuteNumber * MINUTE_MS;
    }
    minute = minuteRow(target, minuteNumber);
    if (minute != 0) countInto(minute, statusClass, marks);
    if (hasCells) {
      const cell = cellRow(row, <u32>group, minuteNumber);
      if (cell != 0) countInto(cell, statusClass, marks);
    }
  }
  const total = wholeNumber(fields.LATENCY);
  if (hasDetails) {
    countOutcome(row, <u32>group, status, type);
    addLatencies(row, minute, total, timeMs, status);
    addTexts(statusClass, marks);
  } else addLatency(row, 0, 0, total);
}

// @inline
function requestTimeMs(): i64 {
  const epoch = epochMs(fields.TIME_EPOCH);
  const timeMs = epoch >= 0 ? epoch : textMs(fields.TIME);
  return timeMs > LAST_MS ? -1 : timeMs;
}

/** Latency, integration latency, overhead, authorizer, authorize, authenticate, WAF: the order of the histograms. */
// @inline
function addLatencies(row: usize, minute: usize, total: i64, timeMs: i64, status: u32): void {
  const integration = wholeNumber(fields.INTEGRATION_LATENCY);
  addLatency(row, minute, 0, total);
  addLatency(row, minute, 1, integration);
  // Both are rounded for themselves, so the integration can seem to have taken a millisecond longer than the whole.
  if (total >= 0 && integration >= 0) addLatency(row, minute, 2, max<i64>(0, total - integration));
  addPhase(row, minute, 3, fields.AUTHORIZER_LATENCY);
  addPhase(row, minute, 4, fields.AUTHORIZE_LATENCY);
  addPhase(row, minute, 5, fields.AUTHENTICATE_LATENCY);
  addPhase(row, minute, 6, fields.WAF_LATENCY);

  const worst = total >= 0 ? total : integration;
  if (worst < 0 || !mayBeWorst(worst)) return;
  const id = slotLength(fields.EXTENDED_REQUEST_ID) > 0 ? fields.EXTENDED_REQUEST_ID : fields.REQUEST_ID;
  const idLength = slotLength(id);
  const integrationId = slotLength(fields.INTEGRATION_REQUEST_ID);
  offerWorst(
    worst,
    timeMs,
    status,
    group,
    slotAt(id),
    idLength,
    slotAt(fields.INTEGRATION_REQUEST_ID),
    integrationId,
  );
}

// @inline
function addLatency(row: usize, minute: usize, histogram: usize, value: i64): void {
  if (value < 0) return;
  const bucket = bucketOf(value);
  addValue(row + HISTOGRAMS + histogram * 4, bucket, value, false);
  if (minute != 0) addValue(minute + HISTOGRAMS + histogram * 4, bucket, value, true);
}

/** Most Formats log none of these. */
// @inline
function addPhase(row: usize, minute: usize, histogram: usize, field: i32): void {
  if (isSeen(field)) addRarely(row, minute, histogram, field);
}

function addRarely(row: usize, minute: usize, histogram: usize, field: i32): void {
  addLatency(row, minute, histogram, wholeNumber(field));
}

// @inline
function addTexts(statusClass: u32, marks: u32): void {
  const addition = additionOf(statusClass);
  offerField(CLIENTS, fields.IP, addition, marks);
  offerField(API_KEYS, fields.API_KEY_ID, addition, marks);
  offerDerived(USER_AGENTS, FAMILY, fields.USER_AGENT, addition, marks);
  offerDerived(MESSAGES, PATTERN, messageField(), addition, marks);
}

// @inline
function offerField(summary: usize, field: i32, addition: v128, marks: u32): void {
  const length = slotLength(field);
  const at = slotAt(field);
  if (length > 0) offer(summary, at, length, summaryHash(at, length), addition, marks);
}

// @inline
function offerDerived(summary: usize, kind: i32, field: i32, addition: v128, marks: u32): void {
  const length = slotLength(field);
  if (length == 0) return;
  deriveText(kind, slotAt(field), length);
  // A message of blanks alone comes to nothing.
  if (derivedLength > 0) offer(summary, derivedAt, derivedLength, derivedHash, addition, marks);
}
