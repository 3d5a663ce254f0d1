import { describe, expect, it } from "vitest";

import { ceilTo, floorTo, parseDurationMs, parseTimeMs } from "../../../src/core/window.ts";
import { ToolError } from "../../../src/core/errors.ts";

const NOW_MS = Date.UTC(2026, 10, 20, 15, 7, 41);

describe("parseDurationMs", () => {
  it.each([
    ["90s", 90_000],
    ["15m", 900_000],
    ["3h", 10_800_000],
    ["14d", 1_209_600_000],
    ["2w", 1_209_600_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    [" 7m ", 420_000],
  ])("reads %j", (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  it.each(["", "3", "h", "3 h", "-3h", "0m", "3h ago", "three hours", "3y", "1h-30m"])(
    "refuses %j",
    (text) => {
      expect(() => parseDurationMs(text)).toThrow(ToolError);
    },
  );
});

describe("parseTimeMs", () => {
  it.each([
    ["now", NOW_MS],
    ["2h ago", NOW_MS - 7_200_000],
    ["2026-11-20", Date.UTC(2026, 10, 20)],
    ["2026-11-20T14:30", Date.UTC(2026, 10, 20, 14, 30)],
    ["2026-11-20 14:30:05", Date.UTC(2026, 10, 20, 14, 30, 5)],
    ["2026-11-20T14:30+01:00", Date.UTC(2026, 10, 20, 13, 30)],
    ["2026-11-20T14:30:59Z", Date.UTC(2026, 10, 20, 14, 30, 59)],
    ["1763649000", 1_763_649_000_000],
    ["1763649000123", 1_763_649_000_123],
  ])("reads %j, without an offset as UTC", (text, expected) => {
    expect(parseTimeMs(text, NOW_MS)).toBe(expected);
  });

  it.each(["", "yesterday", "14:30", "2026-13-40", "ago", "12"])("refuses %j", (text) => {
    expect(() => parseTimeMs(text, NOW_MS)).toThrow(ToolError);
  });
});

describe("floorTo and ceilTo", () => {
  it("leave a multiple where it is and move anything else to its neighbours", () => {
    expect([floorTo(600_000, 300_000), ceilTo(600_000, 300_000)]).toEqual([600_000, 600_000]);
    expect([floorTo(600_001, 300_000), ceilTo(600_001, 300_000)]).toEqual([600_000, 900_000]);
  });
});
