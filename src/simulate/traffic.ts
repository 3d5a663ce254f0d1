import { hashText } from "../core/hash.ts";
import { DAY_MS, HOUR_MS } from "../core/window.ts";
import { hashNormal, smoothNoise } from "./noise.ts";
import type { Traffic } from "./plan.ts";

/** Everything that varies slowly is constant over such a block, aligned to the epoch. */
export const BLOCK_MS = 300_000;

/**
 * Expected requests a minute of a whole stage during the block that holds `timeMs`.
 *
 * mean x time of day (a cosine around the peak hour) x day of week x slow day-to-day drift x burst noise
 * that changes from block to block with mild memory. Every factor has mean 1, so `requestsPerMinute` is the
 * mean over weeks.
 *
 * @param name whose noise it is; with the seed it decides the draw.
 */
export function trafficAt(traffic: Traffic, seed: number, name: string, timeMs: number): number {
  const block = Math.floor(timeMs / BLOCK_MS);
  const middleMs = (block + 0.5) * BLOCK_MS;
  const hour = (middleMs % DAY_MS) / HOUR_MS;
  const daily = 1 + traffic.dailySwing * Math.cos((2 * Math.PI * (hour - traffic.peakHour)) / 24);
  // The epoch was a Thursday, so days 2 and 3 after one are Saturday and Sunday.
  const isWeekend = (Math.floor(middleMs / DAY_MS) + 5) % 7 < 2;
  const weekly = (isWeekend ? 1 - traffic.weekendDip : 1) / (1 - (2 / 7) * traffic.weekendDip);
  const noiseSeed = hashText(`${seed}/${name}/traffic`);
  const now = hashNormal(noiseSeed, block);
  const before = hashNormal(noiseSeed, block - 1);
  const burst = (now + MEMORY * before) / Math.hypot(1, MEMORY);
  const day = smoothNoise(noiseSeed ^ 0x5bd1e995, middleMs / (18 * HOUR_MS));
  return (
    traffic.requestsPerMinute * daily * weekly * meanOne(traffic.burstiness, burst) * meanOne(DAY_TO_DAY, day)
  );
}

const MEMORY = 0.5;
const DAY_TO_DAY = 0.03;

/** A log-normal factor with mean 1 and the given relative spread, from a standard normal number. */
export function meanOne(spread: number, normal: number): number {
  return Math.exp(spread * normal - (spread * spread) / 2);
}
