// Numbers and times as API Gateway writes them.
import { slotAt, slotLength } from "./slots";

/** Whole numbers of up to 15 digits, which a double holds exactly; -1 for anything else, no value included. */
// @inline
export function wholeNumber(field: i32): i64 {
  const length = slotLength(field);
  return <u32>(length - 1) < 8 ? fewDigits(slotAt(field), length) : manyDigits(slotAt(field), length);
}

// @inline
function manyDigits(from: usize, length: i32): i64 {
  if (length == 0 || length > 15) return -1;
  const high = fewDigits(from, length - 8);
  const low = fewDigits(from + <usize>(length - 8), 8);
  return high < 0 || low < 0 ? -1 : high * 100000000 + low;
}

/** One to eight digits at once: made eight by zeros in front, then added up by pairs, by fours, as a whole. */
// @inline
function fewDigits(from: usize, length: i32): i64 {
  const missing = (<u64>(8 - length)) << 3;
  let eight = (load<u64>(from) << missing) | ((<u64>0x0030303030303030) >> (56 - missing));
  eight -= 0x3030303030303030;
  // A byte that was no digit is above 9 now, or has borrowed from the next and is far above.
  if (((eight + 0x7676767676767676) | eight) & 0x8080808080808080) return -1;
  const pairs = (eight * 10 + (eight >> 8)) & 0x00ff00ff00ff00ff;
  const fours = (pairs * 100 + (pairs >> 16)) & 0x0000ffff0000ffff;
  return (fours * 10000 + (fours >> 32)) & 0xffffffff;
}

function two(p: usize): i32 {
  const high = <u32>load<u8>(p) - 0x30;
  const low = <u32>load<u8>(p + 1) - 0x30;
  return high > 9 || low > 9 ? -1 : <i32>(high * 10 + low);
}

/** Epoch seconds stay below this until the year 5138, epoch milliseconds passed it in 1973. */
const SECONDS_BELOW: i64 = 100000000000;
const NO_TIME: i64 = -1;

/** Epoch milliseconds of an epoch in seconds or milliseconds; -1 where there is none. */
// @inline
export function epochMs(field: i32): i64 {
  const value = wholeNumber(field);
  if (value < 0) return NO_TIME;
  return value < SECONDS_BELOW ? value * 1000 : value;
}

/** Epoch milliseconds, to the second, of "22/Nov/2026:14:30:05 +0000" or ISO-8601 with a zone; -1 for others. */
export function textMs(field: i32): i64 {
  const length = slotLength(field);
  const at = slotAt(field);
  if (length == 26 && load<u8>(at + 2) == 0x2f) return commonLogMs(at);
  if (length >= 20 && load<u8>(at + 4) == 0x2d) return isoMs(at, length);
  return epochMs(field);
}

function commonLogMs(at: usize): i64 {
  const separators =
    load<u8>(at + 6) == 0x2f &&
    load<u8>(at + 11) == 0x3a &&
    load<u8>(at + 14) == 0x3a &&
    load<u8>(at + 17) == 0x3a &&
    load<u8>(at + 20) == 0x20;
  const century = two(at + 7);
  const year = two(at + 9);
  const month = monthOf(at + 3);
  const zone = zoneMinutes(at + 21, 2);
  if (!separators || century < 0 || year < 0 || month < 0 || zone == BAD_ZONE) return NO_TIME;
  return momentMs(century * 100 + year, month, two(at), at + 12, zone);
}

function isoMs(at: usize, length: i32): i64 {
  const separator = load<u8>(at + 10);
  const separators =
    load<u8>(at + 7) == 0x2d &&
    (separator == 0x54 || separator == 0x20) &&
    load<u8>(at + 13) == 0x3a &&
    load<u8>(at + 16) == 0x3a;
  const century = two(at);
  const year = two(at + 2);
  const month = two(at + 5);
  if (!separators || century < 0 || year < 0 || month < 1 || month > 12) return NO_TIME;
  let p = at + 19;
  const end = at + <usize>length;
  if (load<u8>(p) == 0x2e) {
    p++;
    const first = p;
    while (p < end && <u32>load<u8>(p) - 0x30 <= 9) p++;
    if (p == first) return NO_TIME;
  }
  let zone = BAD_ZONE;
  if (end - p == 1 && load<u8>(p) == 0x5a) zone = 0;
  else if (end - p == 5) zone = zoneMinutes(p, 2);
  else if (end - p == 6 && load<u8>(p + 3) == 0x3a) zone = zoneMinutes(p, 3);
  if (zone == BAD_ZONE) return NO_TIME;
  return momentMs(century * 100 + year, month, two(at + 8), at + 11, zone);
}

const BAD_ZONE: i32 = 1 << 20;

/** Minutes east of UTC of "+hhmm" (minutes at 2 behind the hours) or "+hh:mm" (at 3). */
function zoneMinutes(at: usize, minutesAt: usize): i32 {
  const sign = load<u8>(at);
  const hours = two(at + 1);
  const minutes = two(at + 1 + minutesAt);
  if ((sign != 0x2b && sign != 0x2d) || hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
    return BAD_ZONE;
  return sign == 0x2d ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/** `clock` is the address of "hh:mm:ss". A day that its month lacks runs into the next, as in Date.UTC. */
function momentMs(year: i32, month: i32, day: i32, clock: usize, zone: i32): i64 {
  const hour = two(clock);
  const minute = two(clock + 3);
  const second = two(clock + 6);
  if (day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 || minute > 59) return NO_TIME;
  if (second < 0 || second > 60) return NO_TIME;
  const days = <i64>daysBefore(year, month) + <i64>(day - 1);
  const seconds = days * 86400 + <i64>((hour * 60 + minute - zone) * 60 + second);
  return seconds < 0 ? NO_TIME : seconds * 1000;
}

/** Days from 1970-01-01 to the first of a month. Source: days_from_civil (Hinnant, "chrono-Compatible Algorithms"). */
function daysBefore(year: i32, month: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

/** 1 to 12 of "Jan" to "Dec"; -1 for other letters. */
function monthOf(at: usize): i32 {
  switch (((<u32>load<u8>(at)) << 16) | ((<u32>load<u8>(at + 1)) << 8) | (<u32>load<u8>(at + 2))) {
    case 0x4a616e:
      return 1;
    case 0x466562:
      return 2;
    case 0x4d6172:
      return 3;
    case 0x417072:
      return 4;
    case 0x4d6179:
      return 5;
    case 0x4a756e:
      return 6;
    case 0x4a756c:
      return 7;
    case 0x417567:
      return 8;
    case 0x536570:
      return 9;
    case 0x4f6374:
      return 10;
    case 0x4e6f76:
      return 11;
    case 0x446563:
      return 12;
    default:
      return -1;
  }
}
