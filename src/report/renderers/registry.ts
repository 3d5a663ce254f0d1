import { htmlRenderer } from "./html/html.ts";
import { jsonRenderer } from "./json.ts";
import type { Renderer } from "./renderer.ts";
import { terminalRenderer } from "./terminal/terminal.ts";

/** Every format that exists; the first is what a person gets without asking. */
export const RENDERERS: readonly Renderer[] = [terminalRenderer, htmlRenderer, jsonRenderer];
