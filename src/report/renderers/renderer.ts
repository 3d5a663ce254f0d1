import type { ReportView } from "../view/to-view.ts";

/** How the text will be looked at. Formats that are read by machines ignore it. */
export interface RenderOptions {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
  /** IANA name of the reader's time zone, beside UTC. */
  readonly timeZone: string;
  /** All evidence and every link, however long. */
  readonly verbose: boolean;
}

/** One output format. Pure: the same view gives the same text, ending in one newline. */
export interface Renderer {
  /** What --format calls it. */
  readonly format: string;
  readonly summary: string;
  render(view: ReportView, options: RenderOptions): string;
}
