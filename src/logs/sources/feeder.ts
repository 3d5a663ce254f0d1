import { JSON_LAYOUT, type Layout } from "../layout/layout.ts";
import { layoutOf } from "../layout/layout-of.ts";
import type { Scanner } from "../scanner/scanner.ts";
import { HEAD_BYTES } from "./list-inputs.ts";
import { unwrapperOf, type Unwrapper } from "./unwrap-events.ts";

/** Holds the first bytes back until they tell what stands where, then hands everything on. */
export class Feeder {
  readonly #scanner: Scanner;
  readonly #known: Layout | null;
  readonly #decoder = new TextDecoder();
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isOpen = false;
  #unwrap: Unwrapper | undefined;
  layout: Layout = JSON_LAYOUT;

  constructor(scanner: Scanner, known: Layout | null) {
    this.#scanner = scanner;
    this.#known = known;
  }

  /** Whether all that is still to come goes to the scanner as it is. */
  get isPlain(): boolean {
    return this.#isOpen && this.#unwrap === undefined;
  }

  write(piece: Uint8Array): void {
    if (this.#isOpen) {
      this.#give(piece);
      return;
    }
    this.#held.push(Buffer.from(piece));
    this.#heldBytes += piece.length;
    if (this.#heldBytes >= HEAD_BYTES) this.#open();
  }

  end(): void {
    if (!this.#isOpen) this.#open();
    if (this.#unwrap) this.#scanner.write(Buffer.from(this.#unwrap(this.#decoder.decode(), true)));
    this.#scanner.endFile();
  }

  #open(): void {
    const head = Buffer.concat(this.#held);
    const text = head
      .subarray(0, HEAD_BYTES)
      .toString("utf8")
      .replace(/^\ufeff/, "");
    this.#unwrap = unwrapperOf(text)?.();
    const lines = unwrapperOf(text)?.()(text, false) ?? text;
    const layout = layoutOf(lines, this.#known);
    // What unwraps events puts their time before the line.
    this.layout = this.#unwrap ? { ...layout, prefixWords: 1 } : layout;
    this.#scanner.setLayout(this.layout);
    this.#isOpen = true;
    this.#held = [];
    this.#give(head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head);
  }

  #give(piece: Uint8Array): void {
    if (!this.#unwrap) this.#scanner.write(piece);
    else {
      const lines = this.#unwrap(this.#decoder.decode(piece, { stream: true }), false);
      this.#scanner.write(Buffer.from(lines));
    }
  }
}
