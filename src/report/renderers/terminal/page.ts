import pc from "picocolors";

import type { RenderOptions } from "../renderer.ts";

/** What every block of the page needs to lay itself out. */
export interface Page extends RenderOptions {
  readonly paint: ReturnType<typeof pc.createColors>;
  /** The window's end, which is "now". */
  readonly nowMs: number;
}

export function createPage(options: RenderOptions, nowMs: number): Page {
  return { ...options, nowMs, paint: pc.createColors(options.colour) };
}
