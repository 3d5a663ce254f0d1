import { MINUTE_MS, floorTo } from "../core/window.ts";
import type { StageModel } from "./behaviour-at.ts";
import { BLOCK_MS } from "./traffic.ts";

/** Expected requests a second of all stages together at a moment, before limits: what they take of the account's rate. */
export function createDemand(models: readonly StageModel[]): (timeMs: number) => number {
  const ofBlock = new Map<number, number>();
  const ofMinute = new Map<number, number>();
  const demandAt = (timeMs: number): number =>
    models.reduce((sum, model) => sum + model.rateAt(timeMs) / 60, 0);
  return (timeMs) => {
    const blockMs = floorTo(timeMs, BLOCK_MS);
    const known = ofBlock.get(blockMs);
    if (known !== undefined) return known;
    const isTouched = models.some((model) => model.isTouched(blockMs, blockMs + BLOCK_MS));
    const [kept, fromMs] = isTouched ? [ofMinute, floorTo(timeMs, MINUTE_MS)] : [ofBlock, blockMs];
    const found = kept.get(fromMs) ?? demandAt(fromMs);
    kept.set(fromMs, found);
    return found;
  };
}
