import type uPlot from "uplot";

import { FORMATS, formatTime } from "./format.ts";
import type { ChartData, TargetData } from "./page-data.ts";

const DAY_MS = 86_400_000;

/** What a chart says at one of its steps: the time, each line's value, and what was going on. */
export function saidAt(
  chart: ChartData,
  target: TargetData,
  data: uPlot.AlignedData,
  step: number,
): string[] {
  const seconds = data[0][step];
  if (seconds === undefined) return [];
  const timeMs = seconds * 1_000;
  const last = data[0].at(-1) ?? seconds;
  const format = FORMATS[chart.unit];
  const values = chart.lines.map(({ label }, line) => {
    const value = data[line + 1]?.[step];
    return `${label}: ${value === null || value === undefined ? "no data" : format(value)}`;
  });
  const [above, below] = [data[2]?.[step], data[1]?.[step]];
  const gateway =
    chart.hasBand && typeof above === "number" && typeof below === "number"
      ? [`above the integration: ${format(Math.max(0, above - below))}`]
      : [];
  const endMs = timeMs + chart.stepMs;
  const findings = target.spans.filter((span) => span.startMs < endMs && span.endMs > timeMs);
  const deployments = target.marks.filter((mark) => mark.timeMs >= timeMs && mark.timeMs < endMs);
  return [
    formatTime(timeMs, (last - (data[0][0] ?? last)) * 1_000 > DAY_MS),
    ...values.reverse(),
    ...gateway,
    ...findings.map(({ text }) => text),
    ...deployments.map(({ text }) => text),
  ];
}

/** The box beside the pointer. What it says comes from outside, and is only ever text. */
export class Tooltip {
  readonly #box: HTMLElement;

  constructor() {
    this.#box = document.createElement("div");
    this.#box.className = "tooltip";
    this.#box.hidden = true;
    this.#box.setAttribute("aria-hidden", "true");
    document.body.append(this.#box);
  }

  show(lines: readonly string[], left: number, top: number): void {
    this.#box.replaceChildren(
      ...lines.map((line) => {
        const row = document.createElement("div");
        row.textContent = line;
        return row;
      }),
    );
    this.#box.hidden = false;
    const { width, height } = this.#box.getBoundingClientRect();
    const room = document.documentElement.clientWidth - width - 8;
    const beside = left + 14 > room ? left - width - 14 : left + 14;
    this.#box.style.left = `${Math.max(8, Math.min(beside, room))}px`;
    this.#box.style.top = `${Math.max(8, top - height - 10)}px`;
  }

  hide(): void {
    this.#box.hidden = true;
  }
}
