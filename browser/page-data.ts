/** What the page brings along for its charts; src/report/renderers/html/page-data.ts writes it. */
export interface PageData {
  readonly startMs: number;
  readonly endMs: number;
  readonly targets: readonly TargetData[];
}

export interface TargetData {
  readonly charts: readonly ChartData[];
  /** Findings. */
  readonly spans: readonly { startMs: number; endMs: number; severity: string; text: string }[];
  /** Deployments. */
  readonly marks: readonly { timeMs: number; text: string }[];
}

export interface ChartData {
  readonly unit: "requests/min" | "ratio" | "ms";
  readonly startMs: number;
  readonly stepMs: number;
  /** The difference between the two lines means something, and is filled. */
  readonly hasBand: boolean;
  readonly lines: readonly { label: string; tone: string; shape: "line" | "area"; values: string }[];
}

/** Errors: without data there is nothing to draw, and the page says the rest by itself. */
export function readPageData(): PageData {
  const data: unknown = JSON.parse(document.querySelector("#data")?.textContent ?? "null");
  if (!isPageData(data)) throw new Error("the page has no data");
  return data;
}

/** Written by the same release, in the same file: there or not is the question. */
function isPageData(data: unknown): data is PageData {
  return typeof data === "object" && data !== null && "targets" in data;
}
