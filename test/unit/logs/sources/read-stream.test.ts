import { gzipSync } from "node:zlib";

import fc from "fast-check";
import { expect, it } from "vitest";

import { createRandom } from "../../../../src/core/random.ts";
import { JSON_LAYOUT } from "../../../../src/logs/layout/layout.ts";
import { Scanner } from "../../../../src/logs/scanner/scanner.ts";
import { HEAD_BYTES } from "../../../../src/logs/sources/list-inputs.ts";
import { scanChunks } from "../../../../src/logs/sources/read-stream.ts";
import { randomLine } from "../../../support/log-lines.ts";
import { expectSame, readReference } from "../../../support/logs-reference.ts";

const random = createRandom(11);
const LINES = Array.from({ length: 430 }, (_, at) => randomLine(random, at));
const PLAIN = Buffer.from(LINES.map((line) => `${line}\n`).join(""));
const REFERENCE = readReference(PLAIN, JSON_LAYOUT);
const EVENTS = LINES.map((message, at) => `${JSON.stringify({ message, eventId: `e${at}` })}\n`);

/** The same lines, as a pipe may bring them. */
const FORMS = {
  plain: PLAIN,
  "with a byte order mark": Buffer.concat([Buffer.from("\ufeff"), PLAIN]),
  "not ended by a newline": PLAIN.subarray(0, -1),
  "without newlines": Buffer.from(LINES.join("")),
  events: Buffer.from(EVENTS.join("")),
  gzip: gzipSync(PLAIN),
  "two gzips": Buffer.concat([gzipSync(PLAIN.subarray(0, 1_013)), gzipSync(PLAIN.subarray(1_013))]),
};

it.each(Object.entries(FORMS))(
  "reads on from where chunks stop, whatever their sizes: %s",
  async (name, bytes) => {
    expect(PLAIN.length).toBeGreaterThan(2 * HEAD_BYTES);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 1 << 16 }), { minLength: 1 }), async (sizes) => {
        let at = 0;
        let turn = 0;
        let filled = 0;
        let counted = 0;
        const next = (most: number): Buffer => {
          const piece = bytes.subarray(at, at + Math.min(most, sizes[turn++] ?? 1 << 13));
          at += piece.length;
          return piece;
        };
        async function* chunks(): AsyncGenerator<Buffer> {
          for (let piece = next(Infinity); piece.length > 0; piece = next(Infinity)) yield piece;
        }
        const fill = (space: Uint8Array): number => {
          const piece = next(space.length);
          space.set(piece);
          filled += piece.length;
          return piece.length;
        };
        const scanner = new Scanner({ by: ["route"], filter: [], cells: true });
        await scanChunks(scanner, chunks(), null, (length) => (counted += length), fill);
        const found = scanner.finish();
        expect(found.requests).toBe(LINES.length);
        expectSame(found, REFERENCE);
        expect(counted).toBe(bytes.length);
        // What has to be unpacked first cannot go to the scanner as it is.
        if (["events", "gzip", "two gzips"].includes(name)) expect(filled).toBe(0);
        else expect(filled).toBeGreaterThan(0);
      }),
      // A pipe may bring a byte at a time, and the first ones tell how the rest is packed.
      { numRuns: 12, examples: [[[1]], [[3, 1]]] },
    );
  },
);
