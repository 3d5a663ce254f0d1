/** A metric as rule tests write it: 5XXError{ApiName="orders", Stage="prod"}. Undefined where it is written in any other way. */
export interface MetricSelector {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const LABEL = /\s*([^\s={},"]+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/y;

/** On failure the offset of what cannot be read. */
export function parseMetricSelector(text: string): MetricSelector | number {
  const found = /^\s*([^{}"\s]+)\s*(?:\{(.*)\}\s*)?$/s.exec(text);
  if (!found) return /^\s*[^{}"\s]*/.exec(text)?.[0].length ?? 0;
  const [, metric = "", labels = ""] = found;
  const dimensions: Record<string, string> = {};
  const start = text.indexOf("{") + 1;
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < labels.trimEnd().length) {
    const at = LABEL.lastIndex;
    const label = LABEL.exec(labels);
    const [, name = "", value = ""] = label ?? [];
    if (!label || Object.hasOwn(dimensions, name)) return start + at;
    dimensions[name] = value.replaceAll(/\\(.)/g, "$1");
  }
  return { metric, dimensions };
}
