import { htmlRenderer } from "./html/html.ts";
import { jsonRenderer } from "./json.ts";
import { markdownRenderer } from "./markdown/markdown.ts";
import type { Renderer } from "./renderer.ts";
import { sarifRenderer } from "./sarif.ts";
import { terminalRenderer } from "./terminal/terminal.ts";

/** Every format that exists; the first is what a person gets without asking. */
export const RENDERERS: readonly Renderer[] = [
  terminalRenderer,
  htmlRenderer,
  markdownRenderer,
  sarifRenderer,
  jsonRenderer,
];
