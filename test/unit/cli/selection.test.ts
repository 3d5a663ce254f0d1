import { expect, test } from "vitest";

import { toAsked, toSpans, type Asked } from "../../../src/cli/source/selection.ts";

const NOW_MS = Date.parse("2026-03-05T17:00:42Z");
const NOTHING: Asked = { since: undefined, until: undefined, baseline: undefined, api: null, stage: null };

const spans = (asked: Partial<Asked>) => {
  const { window, baseline } = toSpans({ ...NOTHING, ...asked }, NOW_MS);
  return [baseline.startMs, baseline.endMs, window.startMs, window.endMs].map((timeMs) =>
    new Date(timeMs).toISOString().slice(0, 16),
  );
};

test.each<[string, Partial<Asked>, string[]]>([
  ["the defaults", {}, ["2026-02-19T14:00", "2026-03-05T14:00", "2026-03-05T14:00", "2026-03-05T17:00"]],
  [
    "yesterday's incident",
    { since: "1h", until: "2026-03-04T09:30Z", baseline: "1d" },
    ["2026-03-03T08:30", "2026-03-04T08:30", "2026-03-04T08:30", "2026-03-04T09:30"],
  ],
  [
    "a window between two points in time",
    { since: "2026-03-05T10:10Z", until: "5h ago", baseline: "2h" },
    ["2026-03-05T08:10", "2026-03-05T10:10", "2026-03-05T10:10", "2026-03-05T12:00"],
  ],
  [
    "a start that is told as a time ago",
    { since: "4h ago", baseline: "1d" },
    ["2026-03-04T13:00", "2026-03-05T13:00", "2026-03-05T13:00", "2026-03-05T17:00"],
  ],
])("%s", (_name, asked, expected) => {
  expect(spans(asked)).toEqual(expected);
});

test.each([
  [{ until: "2026-03-05T18:00Z" }, "after the newest data"],
  [{ since: "2026-03-05T17:30Z" }, "not before the window's end"],
  [{ since: "yesterday" }, "not a length of time"],
  [{ until: "soon" }, "not a point in time"],
])("%j is refused", (asked, message) => {
  expect(() => toSpans({ ...NOTHING, ...asked }, NOW_MS)).toThrow(message);
});

test("a flag wins over the configuration; what neither says is not asked for", () => {
  const config = { version: 1, since: "5h", include: { api: "orders*", stage: "prod" } } as const;
  expect(toAsked({ since: "2h", stage: "dev" }, config)).toEqual({
    since: "2h",
    until: undefined,
    baseline: undefined,
    api: "orders*",
    stage: "dev",
  });
});
