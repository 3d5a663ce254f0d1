import { describe, expect, test } from "vitest";

import type { Counts } from "../../../../src/analyzers/shared/counts.ts";
import type { ShareStretch } from "../../../../src/analyzers/shared/replay-share.ts";
import { withOtherLook } from "../../../../src/analyzers/shared/with-other-look.ts";

const MINUTE_MS = 60_000;
const WHOLE = 30;
const MINUTES = 180;

const window: Counts = {
  startMs: 0,
  periodMs: MINUTE_MS,
  part: new Float64Array(MINUTES).fill(6),
  whole: new Float64Array(MINUTES).fill(WHOLE),
};

/** The counts of a stretch of that window, as somebody sees it who is given it with holes. */
function seen(counts: Counts, from: number, until: number | null): ShareStretch {
  const sum = (values: Float64Array): number =>
    values.subarray(from, until ?? MINUTES).reduce((total, value) => total + value, 0);
  return {
    startMs: from * MINUTE_MS,
    endMs: until === null ? null : until * MINUTE_MS,
    seenUntilMs: (until ?? MINUTES) * MINUTE_MS,
    part: sum(counts.part),
    whole: sum(counts.whole),
    expected: 0.1 * sum(counts.whole),
    nats: until === null ? 41 : 53,
    thresholdNats: 14,
  };
}

const peak = seen(window, 80, 100);

test("what still lasts is told with the peak in it that is over, and no request is counted twice", () => {
  const told = withOtherLook([peak], window, (counts) => [seen(counts, 40, null)]);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    startMs: 40 * MINUTE_MS,
    endMs: null,
    seenUntilMs: MINUTES * MINUTE_MS,
    whole: 140 * WHOLE,
    part: 140 * 6,
    nats: 53,
  });
});

describe("what was followed counts", () => {
  test("where without it nothing lasts", () => {
    const look = (counts: Counts): ShareStretch[] => {
      const whole = seen(counts, 40, null);
      return whole.whole === 140 * WHOLE ? [whole] : [];
    };
    expect(withOtherLook([peak], window, look)).toEqual([peak]);
  });

  test("where it lasts itself", () => {
    const lasting = seen(window, 90, null);
    expect(withOtherLook([lasting], window, (counts) => [seen(counts, 40, null)])).toEqual([lasting]);
  });

  test("beside another stretch that is over and elsewhere", () => {
    const told = withOtherLook([peak], window, (counts) => [seen(counts, 10, 50)]);
    expect(told.map(({ startMs }) => startMs / MINUTE_MS).sort((a, b) => a - b)).toEqual([10, 80]);
  });
});
