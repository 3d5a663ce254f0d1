import { expect, it } from "vitest";

import { elapsedText } from "../../../src/core/elapsed-text.ts";
import { parseDurationMs } from "../../../src/core/window.ts";

it.each([
  [0, "0m"],
  [12 * 60_000, "12m"],
  [90 * 60_000, "1h30m"],
  [40_000, "40s"],
  [(26 * 60 + 3) * 60_000 + 5_000, "1d2h3m5s"],
])("%d ms is %s, which reads back as the same", (lengthMs, text) => {
  expect(elapsedText(lengthMs)).toBe(text);
  if (lengthMs > 0) expect(parseDurationMs(text)).toBe(lengthMs);
});
