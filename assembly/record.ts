// Adds the request in the slots to every table.
import * as fields from "./fields";
import { cellRow, countInto, countOutcome, groupRow, HISTOGRAMS, minuteRow, typesTable } from "./counts";
import { FAMILY, PATTERN, derivedAt, derivedLength, deriveText } from "./derived";
import { passes } from "./filter";
import { groupOf, messageField, targetOf } from "./group";
import { addValue, bucketOf } from "./histogram";
import { epochMs, textMs, wholeNumber } from "./numbers";
import { classOf, marksOf, statusOf } from "./outcome";
import { isSeen, slotAt, slotLength } from "./slots";
import { API_KEYS, CLIENTS, MESSAGES, offer, USER_AGENTS } from "./summary";
import { enter } from "./table";
import { mayBeWorst, offerWorst } from "./worst";

export { setDimension } from "./group";
export { setFilterOp } from "./filter";

/** Minutes since 1970 that a row can name; later ones are no times. */
const LAST_MINUTE: f64 = 2147483647;

let filtered: f64 = 0;
let untimed: f64 = 0;

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
  if (!passes()) {
    filtered++;
    return;
  }
  const status = statusOf();
  const statusClass = classOf(status);
  const typeLength = slotLength(fields.RESPONSE_TYPE);
  const type = typeLength == 0 ? -2 : enter(typesTable, slotAt(fields.RESPONSE_TYPE), typeLength);
  const marks = marksOf(status, type);
  const target = targetOf();
  const group = groupOf(target);
  const row = groupRow(group);
  countInto(row, statusClass, marks);
  countOutcome(row, <u32>group, status, type);
  const bytes = wholeNumber(fields.BYTES);
  if (bytes > 0) store<f64>(row, load<f64>(row) + bytes);

  const timeMs = requestTimeMs();
  let minute: usize = 0;
  if (timeMs < 0) untimed++;
  else {
    const number = <u32>(timeMs / 60000);
    minute = minuteRow(target, number);
    if (minute != 0) countInto(minute, statusClass, marks);
    const cell = cellRow(row, <u32>group, number);
    if (cell != 0) countInto(cell, statusClass, marks);
  }
  addLatencies(row, minute, timeMs, status, group);
  addTexts(statusClass, marks);
}

function requestTimeMs(): f64 {
  const epoch = epochMs(fields.TIME_EPOCH);
  const timeMs = epoch >= 0 ? epoch : textMs(fields.TIME);
  return timeMs / 60000 > LAST_MINUTE ? -1 : timeMs;
}

/** Latency, integration latency, overhead, authorizer, authorize, authenticate, WAF: the order of the histograms. */
function addLatencies(row: usize, minute: usize, timeMs: f64, status: u32, group: i32): void {
  const total = wholeNumber(fields.LATENCY);
  const integration = wholeNumber(fields.INTEGRATION_LATENCY);
  addLatency(row, minute, 0, total);
  addLatency(row, minute, 1, integration);
  // Both are rounded for themselves, so the integration can seem to have taken a millisecond longer than the whole.
  if (total >= 0 && integration >= 0) addLatency(row, minute, 2, max<f64>(0, total - integration));
  if (isSeen(fields.AUTHORIZER_LATENCY)) addLatency(row, minute, 3, wholeNumber(fields.AUTHORIZER_LATENCY));
  if (isSeen(fields.AUTHORIZE_LATENCY)) addLatency(row, minute, 4, wholeNumber(fields.AUTHORIZE_LATENCY));
  if (isSeen(fields.AUTHENTICATE_LATENCY))
    addLatency(row, minute, 5, wholeNumber(fields.AUTHENTICATE_LATENCY));
  if (isSeen(fields.WAF_LATENCY)) addLatency(row, minute, 6, wholeNumber(fields.WAF_LATENCY));

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

function addLatency(row: usize, minute: usize, histogram: usize, value: f64): void {
  if (value < 0) return;
  const bucket = bucketOf(value);
  addValue(row + HISTOGRAMS + histogram * 4, bucket, value, false);
  if (minute != 0) addValue(minute + HISTOGRAMS + histogram * 4, bucket, value, true);
}

function addTexts(statusClass: u32, marks: u32): void {
  const client = slotLength(fields.IP);
  if (client > 0) offer(CLIENTS, slotAt(fields.IP), client, statusClass, marks);
  const apiKey = slotLength(fields.API_KEY_ID);
  if (apiKey > 0) offer(API_KEYS, slotAt(fields.API_KEY_ID), apiKey, statusClass, marks);
  const agent = slotLength(fields.USER_AGENT);
  if (agent > 0) {
    deriveText(FAMILY, slotAt(fields.USER_AGENT), agent);
    offer(USER_AGENTS, derivedAt, derivedLength, statusClass, marks);
  }
  const field = messageField();
  const message = slotLength(field);
  if (message > 0) {
    deriveText(PATTERN, slotAt(field), message);
    offer(MESSAGES, derivedAt, derivedLength, statusClass, marks);
  }
}
