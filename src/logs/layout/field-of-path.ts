import { logFieldOfKey, type LogField } from "../../catalog/log-fields.ts";
import type { Layout } from "./layout.ts";

/** What the value at a path of a JSON line means: by the Format where there is one, else by the alias table. */
export function fieldOfPath(layout: Layout, path: string): LogField | null {
  if (Object.hasOwn(layout.keys, path)) return layout.keys[path] ?? null;
  return logFieldOfKey(path) ?? null;
}
