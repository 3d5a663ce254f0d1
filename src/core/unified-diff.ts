/**
 * The difference of two texts as `diff -u` writes it. Lines that are unique on both sides and in the same order on both are kept
 * (the longest such sequence, "patience diff"), then the stretches between them are compared in the same way: it need not be the
 * shortest difference, and reads like what a person did.
 */

/** Lines around a change. */
const CONTEXT = 3;
const NO_END = "\\ No newline at end of file";

interface Line {
  readonly sign: " " | "-" | "+";
  /** Without its line break. */
  readonly text: string;
  readonly hasEnd: boolean;
}

/** "" where both are the same. Names may be anything that a header can hold. */
export function unifiedDiff(before: string, after: string, nameBefore: string, nameAfter: string): string {
  if (before === after) return "";
  const lines = compare(linesOf(before), linesOf(after));
  return `--- ${nameBefore}\n+++ ${nameAfter}\n${hunks(lines).join("")}`;
}

/** Each with its line break; the last may have none. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== "");
}

function compare(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return [
    ...before.slice(0, start).map((line) => toLine(" ", line)),
    ...between(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map((line) => toLine(" ", line)),
  ];
}

/** Of stretches that neither begin nor end alike. */
function between(before: readonly string[], after: readonly string[]): Line[] {
  const anchors = before.length === 0 || after.length === 0 ? [] : anchorsOf(before, after);
  if (anchors.length === 0) {
    return [...before.map((line) => toLine("-", line)), ...after.map((line) => toLine("+", line))];
  }
  const found: Line[] = [];
  let [left, right] = [0, 0];
  for (const [nextLeft, nextRight] of [...anchors, [before.length, after.length] as const]) {
    for (const line of compare(before.slice(left, nextLeft), after.slice(right, nextRight))) found.push(line);
    [left, right] = [nextLeft, nextRight];
  }
  return found;
}

/** Places of lines that both hold once, ascending on both sides: the longest increasing sequence. */
function anchorsOf(
  before: readonly string[],
  after: readonly string[],
): (readonly [left: number, right: number])[] {
  const rights = onceIn(after);
  const pairs = [...onceIn(before)].flatMap(([line, left]) => {
    const right = rights.get(line);
    return right === undefined ? [] : [{ left, right }];
  });
  // Patience: each pile's top, and of each card the one below it on the pile to the left.
  const piles: number[] = [];
  const previous: number[] = [];
  for (const [card, { right }] of pairs.entries()) {
    let [low, high] = [0, piles.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[piles[middle] ?? 0]?.right ?? 0) < right) low = middle + 1;
      else high = middle;
    }
    previous[card] = low === 0 ? -1 : (piles[low - 1] ?? -1);
    piles[low] = card;
  }
  const found: (readonly [number, number])[] = [];
  for (let card = piles.at(-1) ?? -1; card >= 0; card = previous[card] ?? -1) {
    const pair = pairs[card];
    if (pair) found.push([pair.left, pair.right]);
  }
  return found.reverse();
}

/** Lines that occur once, with their places, ascending. */
function onceIn(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const again = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (places.has(line)) again.add(line);
    else places.set(line, index);
  }
  for (const line of again) places.delete(line);
  return places;
}

function toLine(sign: Line["sign"], line: string): Line {
  const hasEnd = line.endsWith("\n");
  return { sign, text: hasEnd ? line.slice(0, -1) : line, hasEnd };
}

function hunks(lines: readonly Line[]): string[] {
  const found: string[] = [];
  let [before, after] = [1, 1];
  let at = 0;
  while (at < lines.length) {
    const first = lines.findIndex(({ sign }, index) => index >= at && sign !== " ");
    if (first < 0) break;
    const start = Math.max(at, first - CONTEXT);
    const end = endOfHunk(lines, first);
    before += start - at;
    after += start - at;
    const part = lines.slice(start, end);
    const old = part.filter(({ sign }) => sign !== "+").length;
    const now = part.filter(({ sign }) => sign !== "-").length;
    const body = part.map(({ sign, text, hasEnd }) => `${sign}${text}\n${hasEnd ? "" : `${NO_END}\n`}`);
    found.push(`@@ -${range(before, old)} +${range(after, now)} @@\n${body.join("")}`);
    before += old;
    after += now;
    at = end;
  }
  return found;
}

/** Changes with few lines between them stand together. */
function endOfHunk(lines: readonly Line[], first: number): number {
  let last = first;
  for (let at = first; at < lines.length && at - last <= 2 * CONTEXT; at += 1) {
    if (lines[at]?.sign !== " ") last = at;
  }
  return Math.min(lines.length, last + 1 + CONTEXT);
}

/** Where nothing is on a side, the line before it is named. */
function range(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`;
  return count === 1 ? String(start) : `${start},${count}`;
}
