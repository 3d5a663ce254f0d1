import { MINUTE_MS } from "../core/window.ts";
import type { StageModel } from "./behaviour-at.ts";
import { BLOCK_MS } from "./traffic.ts";

/** Expected requests a second of all stages together at a moment, before limits: what they take of the account's rate. */
export function createDemand(models: readonly StageModel[]): (timeMs: number) => number {
  const known = new Map<number, number>();
  return (timeMs) => {
    const blockMs = Math.floor(timeMs / BLOCK_MS) * BLOCK_MS;
    const isTouched = models.some((model) => model.isTouched(blockMs, blockMs + BLOCK_MS));
    const fromMs = isTouched ? Math.floor(timeMs / MINUTE_MS) * MINUTE_MS : blockMs;
    const found = known.get(fromMs) ?? models.reduce((sum, model) => sum + model.rateAt(fromMs) / 60, 0);
    known.set(fromMs, found);
    return found;
  };
}
