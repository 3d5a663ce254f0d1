// What a request is grouped by: texts of fields, or the route.
import { API_ID, ERROR_MESSAGE, METHOD, PATH, RESOURCE, ROUTE_KEY, STAGE, USER_AGENT } from "./fields";
import { AUTHORIZER_ERROR, BARE_MESSAGE, INTEGRATION_ERROR, RESPONSE_TYPE, VALIDATION_ERROR } from "./fields";
import { groupsTable, targetsTable } from "./counts";
import { derivedAt, derivedLength, deriveText, FAMILY, PATTERN } from "./derived";
import { copyBytes, reserve } from "./memory";
import { isSeen, slotAt, slotLength } from "./slots";
import { addPart, beginParts, keepRecent, recentEntry } from "./recent";
import { enter } from "./table";

/** Dimensions that no single field holds; other numbers are fields. */
export const ROUTE: i32 = 100;
const USER_AGENT_FAMILY: i32 = 101;
const MESSAGE_PATTERN: i32 = 102;

/** A key's part is cut here. */
const MAX_PART: i32 = 512;
const MAX_DIMENSIONS: i32 = 8;

const dimensions: usize = reserve(<usize>MAX_DIMENSIONS * 4);
let dimensionCount: i32 = 0;
const key: usize = reserve(8 + <usize>MAX_DIMENSIONS * (2 + <usize>MAX_PART) + 64);
const route: usize = reserve(2 * <usize>MAX_PART + 64);

export let textAt: usize = 0;
export let textLength: i32 = 0;
/** The number of the API and stage that the line names; -1 where there is no room for another. */
export let target: i32 = 0;
/** The number of the target and the dimensions' texts; -1 where there is no room for another. */
export let group: i32 = 0;

/** False where there is room for no more. */
export function setDimension(dimension: i32): bool {
  if (dimensionCount == MAX_DIMENSIONS) return false;
  store<i32>(dimensions + <usize>dimensionCount * 4, dimension);
  dimensionCount++;
  return true;
}

/** Leaves the record's target and group in `target` and `group`. */
// @inline
export function findGroup(): void {
  beginParts();
  addPart(slotAt(API_ID), slotLength(API_ID));
  addPart(slotAt(STAGE), slotLength(STAGE));
  for (let number = 0; number < dimensionCount; number++) {
    const dimension = load<i32>(dimensions + <usize>number * 4);
    if (dimension == ROUTE) {
      addPart(slotAt(METHOD), slotLength(METHOD));
      findRouteText();
    } else findText(dimension);
    addPart(textAt, textLength);
  }
  const entry = recentEntry();
  if (entry != 0) {
    target = load<i32>(entry + 4);
    group = load<i32>(entry + 8);
    return;
  }
  target = enter(targetsTable, key, putPart(putPart(0, API_ID), STAGE));
  group = groupOf();
  // What finds no room is counted each time.
  if (target >= 0 && group >= 0) keepRecent(target, group);
}

function groupOf(): i32 {
  store<i32>(key, target);
  let length = 4;
  for (let number = 0; number < dimensionCount; number++) {
    length = putPart(length, load<i32>(dimensions + <usize>number * 4));
  }
  return enter(groupsTable, key, length);
}

/** Length (16 bits) and bytes. Returns where the next part begins. */
function putPart(at: i32, dimension: i32): i32 {
  findText(dimension);
  const length = min(textLength, MAX_PART);
  store<u16>(key + <usize>at, <u16>length);
  copyBytes(key + <usize>at + 2, textAt, length);
  return at + 2 + length;
}

/** Leaves a dimension's text in `textAt` and `textLength`; 0 long where it has none. */
export function findText(dimension: i32): void {
  if (dimension == ROUTE) findRoute();
  else if (dimension == USER_AGENT_FAMILY) findDerived(FAMILY, USER_AGENT);
  else if (dimension == MESSAGE_PATTERN) findDerived(PATTERN, messageField());
  else findField(dimension);
}

// @inline
function findField(field: i32): void {
  textLength = slotLength(field);
  textAt = slotAt(field);
}

function findDerived(kind: i32, field: i32): void {
  findField(field);
  if (textLength == 0) return;
  deriveText(kind, textAt, textLength);
  textAt = derivedAt;
  textLength = derivedLength;
}

/** The most telling message that the line has: of the integration before the gateway's own. */
// @inline
export function messageField(): i32 {
  if (slotLength(INTEGRATION_ERROR) > 0) return INTEGRATION_ERROR;
  if (slotLength(AUTHORIZER_ERROR) > 0) return AUTHORIZER_ERROR;
  if (slotLength(VALIDATION_ERROR) > 0) return VALIDATION_ERROR;
  if (slotLength(ERROR_MESSAGE) > 0) return ERROR_MESSAGE;
  return slotLength(RESPONSE_TYPE) > 0 ? BARE_MESSAGE : ERROR_MESSAGE;
}

/**
 * "GET /orders/{id}", "$default", or a WebSocket route key. A path without its verb gets the line's verb. The path as
 * requested stands in only where the Format logs no route at all.
 */
function findRoute(): void {
  findRouteText();
  if (textLength == 0 || load<u8>(textAt) != 0x2f) return;
  const methodLength = min(slotLength(METHOD), MAX_PART);
  if (methodLength == 0) return;
  const pathLength = min(textLength, MAX_PART);
  copyBytes(route, slotAt(METHOD), methodLength);
  store<u8>(route + <usize>methodLength, 0x20);
  copyBytes(route + <usize>methodLength + 1, textAt, pathLength);
  textAt = route;
  textLength = methodLength + 1 + pathLength;
}

/** The route without a verb that stands elsewhere. */
// @inline
function findRouteText(): void {
  findField(ROUTE_KEY);
  if (textLength == 0) findField(RESOURCE);
  if (textLength == 0 && !isSeen(ROUTE_KEY) && !isSeen(RESOURCE)) findField(PATH);
}
