import { closeSync, openSync, readSync } from "node:fs";

import type { Scanner } from "../scanner/scanner.ts";

const NEWLINE = 0x0a;

/**
 * Scans the lines of a plain file that begin in `[startByte, endByte)`, so that ranges that touch have each line once.
 * Bytes go from the file into the scanner's memory without a copy.
 *
 * @param onBytes told how many bytes have been read since it was last told.
 */
export function readRange(
  scanner: Scanner,
  path: string,
  startByte: number,
  endByte: number,
  onBytes: (count: number) => void,
): void {
  const file = openSync(path, "r");
  try {
    let at = startByte === 0 ? skipMark(file) : skipLine(scanner, file, startByte - 1, endByte);
    while (at < endByte) {
      const space = scanner.space();
      const count = readSync(file, space, 0, Math.min(space.length, endByte - at), at);
      if (count === 0) break;
      at += count;
      scanner.commit(count);
      onBytes(count);
    }
    if (at === endByte) finishLine(scanner, file, at);
  } finally {
    closeSync(file);
  }
  scanner.endFile();
}

/** Behind the byte order mark that some editors put first. */
function skipMark(file: number): number {
  const mark = Buffer.alloc(3);
  readSync(file, mark, 0, 3, 0);
  return mark.equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
}

/** Where the first line begins that begins behind `from`; the end where none does. The scanner's memory is only borrowed. */
function skipLine(scanner: Scanner, file: number, from: number, end: number): number {
  for (let at = from; at < end;) {
    const space = scanner.space();
    const count = readSync(file, space, 0, space.length, at);
    if (count === 0) return end;
    const newline = space.subarray(0, count).indexOf(NEWLINE);
    if (newline >= 0) return at + newline + 1;
    at += count;
  }
  return end + 1;
}

/** The last line may end behind the range. */
function finishLine(scanner: Scanner, file: number, endByte: number): void {
  if (endByte === 0) return;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, endByte - 1);
  if (last[0] === NEWLINE) return;
  for (let at = endByte; ;) {
    const space = scanner.space();
    const count = readSync(file, space, 0, space.length, at);
    const newline = space.subarray(0, count).indexOf(NEWLINE);
    scanner.commit(newline < 0 ? count : newline + 1);
    if (count === 0 || newline >= 0) return;
    at += count;
  }
}
