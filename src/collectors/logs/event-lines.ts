import type { LogField } from "../../catalog/log-fields.ts";
import { fieldsInLines } from "../../logs/layout/fields-in-lines.ts";
import type { Layout } from "../../logs/layout/layout.ts";
import { learnLayout } from "../../logs/layout/learn-layout.ts";
import type { Scanner } from "../../logs/scanner/scanner.ts";
import type { LogEvent } from "./seen-events.ts";

/** What is held back to learn the layout. */
const HEAD_LENGTH = 1 << 16;

/**
 * Hands events to scanners as the lines of a file. Where lines have no time of their own, that of the event stands before
 * them. Without a known layout the first lines tell.
 */
export class EventLines {
  readonly #scanners: readonly Scanner[];
  readonly #known: Layout | null;
  #opened: {
    readonly layout: Layout;
    readonly fields: readonly LogField[];
    readonly hasTime: boolean;
  } | null = null;
  #held: LogEvent[] = [];
  #heldLength = 0;

  constructor(scanners: readonly Scanner[], known: Layout | null) {
    this.#scanners = scanners;
    this.#known = known;
  }

  add(events: readonly LogEvent[]): void {
    if (this.#opened !== null) {
      this.#write(events, this.#opened.hasTime);
      return;
    }
    for (const event of events) {
      this.#held.push(event);
      this.#heldLength += event.message.length;
    }
    if (this.#known !== null || this.#heldLength >= HEAD_LENGTH) this.#open();
  }

  /** What was understood, and which fields the lines carry. Nothing can be added behind it. */
  end(): { readonly description: string; readonly fields: readonly LogField[] } {
    const { layout, fields } = this.#opened ?? this.#open();
    for (const scanner of this.#scanners) scanner.endFile();
    return { description: layout.description, fields };
  }

  #open() {
    const lines = this.#held.map(({ message }) => oneLine(message));
    const layout = this.#known ?? learnLayout(`${lines.join("\n")}\n`);
    const fields = fieldsInLines(layout, lines);
    const hasTime = fields.includes("time") || fields.includes("timeEpoch");
    const opened = { layout, fields, hasTime };
    for (const scanner of this.#scanners) scanner.setLayout(hasTime ? layout : { ...layout, prefixWords: 1 });
    this.#opened = opened;
    this.#write(this.#held, hasTime);
    this.#held = [];
    return opened;
  }

  #write(events: readonly LogEvent[], hasTime: boolean): void {
    if (events.length === 0) return;
    const lines = events.map(({ message, timestampMs }) =>
      hasTime ? oneLine(message) : `${new Date(timestampMs).toISOString()} ${oneLine(message)}`,
    );
    const bytes = Buffer.from(`${lines.join("\n")}\n`);
    for (const scanner of this.#scanners) scanner.write(bytes);
  }
}

/** A Format of several lines makes events of several lines. */
function oneLine(message: string): string {
  if (!/[\r\n]/.test(message)) return message;
  return message.replace(/[\r\n]+$/, "").replace(/\r?\n/g, " ");
}
