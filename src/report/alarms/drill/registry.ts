import type { Drill } from "../../../model/drill.ts";
import { jsonText } from "../../text/json-text.ts";
import { renderDrillMarkdown } from "./render-drill-markdown.ts";
import { renderDrillTerminal } from "./render-drill-terminal.ts";

export interface DrillRenderOptions {
  readonly colour: boolean;
  readonly width: number;
  /** Every magnitude, every alarm that could not be replayed, every note. */
  readonly verbose: boolean;
}

/** By the name that --format takes. */
export const DRILL_RENDERERS: Readonly<
  Record<string, (drill: Drill, options: DrillRenderOptions) => string>
> = {
  terminal: renderDrillTerminal,
  markdown: renderDrillMarkdown,
  json: jsonText,
};
