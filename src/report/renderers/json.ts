import { jsonText } from "../text/json-text.ts";
import type { Renderer } from "./renderer.ts";

/** The report and nothing else: its shape is a promise (docs/json.md). */
export const jsonRenderer: Renderer = {
  format: "json",
  summary: "one object for programs, described in docs/json.md",
  render: ({ report }) => jsonText(report),
};
