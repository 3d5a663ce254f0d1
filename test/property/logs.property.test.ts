import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createRandom } from "../../src/core/random.ts";
import { compileFormat } from "../../src/logs/layout/compile-format.ts";
import { JSON_LAYOUT } from "../../src/logs/layout/layout.ts";
import { mutateLine, randomLine } from "../support/log-lines.ts";
import { expectSame, readReference } from "../support/logs-reference.ts";
import { scanLog } from "../support/scan-log.ts";
import { anyCharacter } from "../support/any-character.ts";

const isAll = process.env["GATEWATCH_JUDGE_ALL"] !== undefined;

const VARIABLES = [
  "requestId",
  "extendedRequestId",
  "requestTime",
  "requestTimeEpoch",
  "status",
  "httpMethod",
  "routeKey",
  "resourcePath",
  "path",
  "apiId",
  "stage",
  "responseLatency",
  "integration.latency",
  "authorizer.latency",
  "waf.latency",
  "responseLength",
  "identity.sourceIp",
  "identity.apiKeyId",
  "identity.userAgent",
  "error.responseType",
  "error.message",
  "integration.error",
  "domainName",
];

const value = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 70_000 }).map(String) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "-",
      "",
      "200",
      "404",
      "429",
      "503",
      "GET",
      "/a",
      "GET /a",
      "$default",
      "THROTTLED",
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "22/Nov/2026:14:03:59 +0000",
      "01/Jan/1970:00:00:00 +0000",
      "2026-11-22T14:03:59.5Z",
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: 24 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '","status":"500',
      "}{",
      '"}',
      "\\",
      "a\tb",
      "é\u2028😀",
      "Limit Exceeded",
      "x".repeat(700),
    ),
  },
);

const jsonFormat = fc
  .tuple(fc.shuffledSubarray(VARIABLES, { minLength: 1 }), fc.boolean(), fc.constantFrom("", " "))
  .map(([variables, isNested, space]) => {
    const flat = Object.fromEntries(variables.map((name, index) => [`k${index}`, `$context.${name}`]));
    const format = isNested
      ? { outer: flat, "a.b": { requestId: "$context.requestId" } }
      : { ...flat, requestId: "$context.requestId" };
    return JSON.stringify(format).replaceAll(":", `:${space}`);
  });

const textFormat = fc
  .tuple(
    fc.shuffledSubarray(VARIABLES, { minLength: 1, maxLength: 8 }),
    fc.array(fc.constantFrom(" ", ",", '"', ' "', '] "', ", key: ", "</x>"), { minLength: 9, maxLength: 9 }),
    fc.constantFrom("", "]"),
    fc.boolean(),
  )
  .map(([variables, between, end, isBare]) => {
    const format = variables.map((name, index) => `${between[index]}$context.${name}`).join("") + end;
    return isBare ? format.slice(between[0]?.length) : format;
  });

describe("the scanner comes to what the reference comes to", () => {
  it("on lines of any JSON Format, whatever the values hold", () => {
    let seen = 0;
    fc.assert(
      fc.property(
        jsonFormat,
        fc.array(fc.array(value, { minLength: 30, maxLength: 30 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 300 }),
        (format, rows, piece) => {
          const lines = rows.flatMap((row) => {
            let next = 0;
            const escaped = format.replace(/\$context\.[\w.]+/g, () =>
              JSON.stringify(row[next++ % 30]).slice(1, -1),
            );
            next = 0;
            const textual = format.replace(/\$context\.[\w.]+/g, () =>
              (row[next++ % 30] ?? "").replace(/\n/g, " "),
            );
            return [escaped, textual];
          });
          const layout = compileFormat(format);
          const log = Buffer.from(lines.join("\n"));
          const found = scanLog(log, { layout, piece });
          seen += found.requests;
          expectSame(found, readReference(log, layout));
        },
      ),
      { numRuns: isAll ? 100 : 20 },
    );
    expect(seen).toBeGreaterThan(30);
  });

  it("on lines of any other Format", () => {
    let seen = 0;
    fc.assert(
      fc.property(
        textFormat,
        fc.array(fc.array(value, { minLength: 9, maxLength: 9 }), { maxLength: 10 }),
        fc.integer({ min: 1, max: 300 }),
        (format, rows, piece) => {
          const lines = rows.flatMap((row) => {
            let next = 0;
            const text = format.replace(/\$context\.[\w.]+/g, () =>
              (row[next++] ?? "").replace(/[\r\n]/g, " "),
            );
            // Two stages may write to one log group, and the other's Format may be JSON.
            return row[8] === "-" ? [text, `{ "ip": "1.1.1.1", ${text}`] : [text];
          });
          const layout = compileFormat(format);
          const log = Buffer.from(lines.join("\r\n"));
          const found = scanLog(log, { layout, piece });
          seen += found.requests;
          expectSame(found, readReference(log, layout));
        },
      ),
      { numRuns: isAll ? 100 : 25 },
    );
    expect(seen).toBeGreaterThan(15);
  });

  it("on any bytes at all", () => {
    expect(scanLog("x").unparsed).toBe(1);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_000 }), fc.integer({ min: 1, max: 50 }), (bytes, piece) => {
        const log = Buffer.from(bytes);
        expectSame(scanLog(log, { piece }), readReference(log, JSON_LAYOUT));
      }),
      { numRuns: isAll ? 100 : 25 },
    );
  });
});

describe("mutated logs", () => {
  const LINES = 10_000;

  // A tenth of the 100,000 lines each; a usual run takes one of them.
  it.each(isAll ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1])(
    "lose and gain nothing against JSON.parse on every line (seed %i)",
    (seed) => {
      const random = createRandom(seed);
      const pieces: Buffer[] = [];
      for (let line = 0; line < LINES; line += 1) {
        pieces.push(mutateLine(randomLine(random, line), random), Buffer.from("\n"));
      }
      const log = Buffer.concat(pieces);
      const found = scanLog(log, { piece: 100_003 });
      expect(found.requests).toBeGreaterThan(LINES / 2);
      expect(found.unparsed).toBeGreaterThan(LINES / 20);
      expectSame(found, readReference(log, JSON_LAYOUT));
    },
    30_000,
  );
});
