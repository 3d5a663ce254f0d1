import { compareText } from "../../core/order.ts";
import type { MetricKey } from "../../model/metric-key.ts";

/** Names of the metrics of API Gateway that a list has with exactly these dimensions. */
export function listedMetrics(
  listed: readonly MetricKey[],
  dimensions: readonly (readonly [name: string, value: string])[],
): ReadonlySet<string> {
  const index = known.get(listed) ?? toIndex(listed);
  known.set(listed, index);
  return index.get(textOf(dimensions)) ?? NONE;
}

/** An account has tens of thousands of metrics, and several rules ask of every alarm. */
const known = new WeakMap<readonly MetricKey[], ReadonlyMap<string, ReadonlySet<string>>>();
const NONE: ReadonlySet<string> = new Set();

function toIndex(listed: readonly MetricKey[]): ReadonlyMap<string, ReadonlySet<string>> {
  const index = new Map<string, Set<string>>();
  for (const { metric, dimensions } of listed) {
    const text = textOf(Object.entries(dimensions));
    const names = index.get(text) ?? new Set();
    index.set(text, names.add(metric));
  }
  return index;
}

function textOf(dimensions: readonly (readonly [string, string])[]): string {
  return JSON.stringify(dimensions.toSorted(([left], [right]) => compareText(left, right)));
}
