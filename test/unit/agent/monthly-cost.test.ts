import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { monthlyCost } from "../../../src/agent/monthly-cost.ts";
import { HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";
import type { ApiKind } from "../../../src/model/target.ts";

const page = readFileSync(new URL("../../../docs/agent.md", import.meta.url), "utf8");

/** Of twenty: as the page says. */
const TWENTY: readonly ApiKind[] = [
  ...Array.from({ length: 12 }, () => "rest" as const),
  ...Array.from({ length: 6 }, () => "http" as const),
  ...Array.from({ length: 2 }, () => "websocket" as const),
];
const KINDS = { 1: TWENTY.slice(0, 1), 20: TWENTY, 200: Array.from({ length: 10 }, () => TWENTY).flat() };

describe("the monthly cost of quiet targets", () => {
  it.each([1, 20, 200] as const)("of %i is the page's sum, to the cent", (targets) => {
    const cost = monthlyCost(KINDS[targets], 5 * MINUTE_MS, 2 * HOUR_MS);
    const row = page
      .split("\n")
      .find((line) => line.startsWith("|") && line.split("|")[1]?.trim() === String(targets));
    const [, tripwire, tripwireUsd, tail, tailUsd, sweep, sweepUsd, usd] = (row ?? "")
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    const number = (value: number) => value.toLocaleString("en-US");
    expect([tripwire, tail, sweep]).toEqual([
      `${number(cost.runs)} x ${number(cost.tripwireSeries)}`,
      `${number(cost.tails)} x ${number(cost.tailSeries)}`,
      `${number(cost.sweeps)} x ${number(cost.wholeSeries)}`,
    ]);
    expect([tripwireUsd, tailUsd, sweepUsd, usd]).toEqual([
      cost.tripwireUsd.toFixed(2),
      cost.tailUsd.toFixed(2),
      cost.sweepUsd.toFixed(2),
      `**${cost.usd.toFixed(2)}**`,
    ]);
    // A thousand series are a cent.
    const series =
      cost.runs * cost.tripwireSeries + cost.tails * cost.tailSeries + cost.sweeps * cost.wholeSeries;
    expect(cost.usd).toBeCloseTo(series / 100_000, 9);
  });

  it("of 20 stays below ten dollars", () => {
    expect(monthlyCost(TWENTY, 5 * MINUTE_MS, 2 * HOUR_MS).usd).toBeLessThan(10);
  });

  it("counts no more tails and sweeps than runs", () => {
    expect(monthlyCost(["http"], 6 * HOUR_MS, 2 * HOUR_MS)).toMatchObject({
      runs: 120,
      tails: 120,
      sweeps: 120,
    });
  });
});
