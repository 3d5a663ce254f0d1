import type { Random } from "../core/random.ts";
import type { LatencyModel } from "./behaviour.ts";
import { drawNormal } from "./draw-normal.ts";

/** One latency in milliseconds, not rounded. */
export function sampleLatency(model: LatencyModel, random: Random): number {
  const { parts } = model;
  let chosen = parts[0];
  if (chosen === undefined) return 0;
  if (parts.length > 1) {
    let weight = 0;
    for (const part of parts) weight += part.weight;
    let left = random.next() * weight;
    for (const part of parts) {
      chosen = part;
      left -= part.weight;
      if (left < 0) break;
    }
  }
  const { medianMs, sigma } = chosen;
  return Math.min(model.capMs, sigma === 0 ? medianMs : medianMs * Math.exp(sigma * drawNormal(random)));
}

const scaled = new WeakMap<LatencyModel, Map<number, LatencyModel>>();
const origins = new WeakMap<LatencyModel, { readonly model: LatencyModel; readonly factor: number }>();

/** What a model was scaled from, where {@link scaleLatency} made it. */
export function scaledFrom(
  model: LatencyModel,
): { readonly model: LatencyModel; readonly factor: number } | undefined {
  return origins.get(model);
}

/**
 * The model with every median multiplied. The same model and factor always give the same object, so that
 * what is computed of a model can be kept by its identity.
 */
export function scaleLatency(model: LatencyModel, factor: number): LatencyModel {
  if (factor === 1) return model;
  let known = scaled.get(model);
  if (known === undefined) {
    known = new Map<number, LatencyModel>();
    scaled.set(model, known);
  }
  const found = known.get(factor);
  if (found !== undefined) return found;
  const made = {
    parts: model.parts.map((part) => ({ ...part, medianMs: part.medianMs * factor })),
    capMs: model.capMs,
  };
  known.set(factor, made);
  origins.set(made, { model, factor });
  return made;
}
