import type { Random } from "../core/random.ts";
import type { LatencyModel } from "./behaviour.ts";
import { drawNormal } from "./draw-normal.ts";

/** One latency in milliseconds, not rounded. */
export function sampleLatency(model: LatencyModel, random: Random): number {
  let left = random.next() * model.parts.reduce((sum, part) => sum + part.weight, 0);
  let chosen = model.parts[0];
  for (const part of model.parts) {
    chosen = part;
    left -= part.weight;
    if (left < 0) break;
  }
  if (chosen === undefined) return 0;
  const value =
    chosen.sigma === 0 ? chosen.medianMs : chosen.medianMs * Math.exp(chosen.sigma * drawNormal(random));
  return Math.min(model.capMs, value);
}

const scaled = new WeakMap<LatencyModel, Map<number, LatencyModel>>();

/**
 * The model with every median multiplied. The same model and factor always give the same object, so that
 * what is computed of a model can be kept by its identity.
 */
export function scaleLatency(model: LatencyModel, factor: number): LatencyModel {
  if (factor === 1) return model;
  const known = scaled.get(model) ?? new Map<number, LatencyModel>();
  scaled.set(model, known);
  const found = known.get(factor) ?? {
    parts: model.parts.map((part) => ({ ...part, medianMs: part.medianMs * factor })),
    capMs: model.capMs,
  };
  known.set(factor, found);
  return found;
}
