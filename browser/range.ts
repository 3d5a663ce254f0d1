import { formatTime } from "./format.ts";

const DAY_MS = 86_400_000;

/** The stretch of time that all charts show. Seconds, as the charts count. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

type Listener = (range: Range) => void;

/** One range for the whole page, and the bar that says which it is. */
export class SharedRange {
  readonly whole: Range;
  #now: Range;
  readonly #listeners: Listener[] = [];
  readonly #bar = document.querySelector<HTMLElement>("#range");
  readonly #text = document.querySelector<HTMLElement>("#range-text");

  constructor(startMs: number, endMs: number) {
    this.whole = { min: startMs / 1_000, max: endMs / 1_000 };
    this.#now = this.whole;
    document.querySelector("#range-all")?.addEventListener("click", () => this.reset());
  }

  get now(): Range {
    return this.#now;
  }

  get isWhole(): boolean {
    return this.#now === this.whole;
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Within the window, and never shorter than two minutes. */
  set(range: Range): void {
    const { min, max } = this.whole;
    const length = Math.max(Math.min(120, max - min), Math.min(range.max - range.min, max - min));
    const start = Math.min(Math.max(range.min, min), max - length);
    const isWhole = length >= max - min;
    this.#apply(isWhole ? this.whole : { min: start, max: start + length });
  }

  reset(): void {
    this.#apply(this.whole);
  }

  #apply(range: Range): void {
    this.#now = range;
    if (this.#bar) this.#bar.hidden = this.isWhole;
    if (this.#text) this.#text.textContent = this.#said();
    for (const listener of this.#listeners) listener(range);
  }

  #said(): string {
    const withDate = (this.whole.max - this.whole.min) * 1_000 > DAY_MS;
    const [from, to] = [this.#now.min, this.#now.max].map((seconds) => formatTime(seconds * 1_000, withDate));
    return `Charts show ${from ?? ""} to ${to ?? ""}`;
  }
}
