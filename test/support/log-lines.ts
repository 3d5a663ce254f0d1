import type { Random } from "../../src/core/random.ts";

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random.next() * items.length)]!;
const upTo = (random: Random, most: number): number => Math.floor(random.next() * most);

const TYPES = ["-", "-", "-", "THROTTLED", "QUOTA_EXCEEDED", "INTEGRATION_TIMEOUT", "ACCESS_DENIED"];
const AGENTS = [
  "curl/8.4.0",
  "okhttp/4.12.0",
  "Mozilla/5.0 (X11) Chrome/126.0 Safari/537.36",
  'odd "agent"\\1',
  "é😀/2",
];

/** A line of a REST API's JSON Format. */
export function randomLine(random: Random, number: number): string {
  const second = String(number % 60).padStart(2, "0");
  const minute = String(Math.floor(number / 600) % 60).padStart(2, "0");
  const status = pick(random, [200, 200, 200, 201, 304, 400, 403, 404, 429, 500, 502, 504]);
  const latency = Math.floor(3 + 40 * Math.exp(3 * random.next()));
  return JSON.stringify({
    requestId: `9b2f${number.toString(16).padStart(8, "0")}-r`,
    ip: `203.0.113.${upTo(random, 90)}`,
    userAgent: pick(random, AGENTS),
    requestTime: `22/Nov/2026:14:${minute}:${second} +0000`,
    httpMethod: pick(random, ["GET", "POST"]),
    resourcePath: pick(random, ["/orders", "/orders/{id}", "/pets", "-"]),
    status: String(status),
    responseLatency: String(latency),
    integrationLatency: random.next() < 0.1 ? "-" : String(Math.max(0, latency - upTo(random, 9))),
    responseLength: String(upTo(random, 5_000)),
    errorResponseType: status >= 400 ? pick(random, TYPES) : "-",
    errorMessage: status >= 400 ? pick(random, ["Too Many Requests", "order 4711 failed", "-"]) : "-",
    apiKeyId: pick(random, ["-", "key01", "key02"]),
    apiId: pick(random, ["a1b2c3", "d4e5f6"]),
    stage: "prod",
  });
}

/** The line, or, more often than not, the line with something done to it. */
export function mutateLine(line: string, random: Random): Buffer {
  const bytes = Buffer.from(line);
  const at = upTo(random, bytes.length);
  switch (upTo(random, 16)) {
    case 0:
      bytes[at] = upTo(random, 256);
      // One line stays one.
      if (bytes[at] === 0x0a) bytes[at] = 0x20;
      return bytes;
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(pick(random, ['"', "\\", "\t", ",", "}", "{", '\\"', "\\u00e9", "\\ud800"])),
        bytes.subarray(at),
      ]);
    case 3:
      return Buffer.from(line.replace('"ip":"', '"ip":"\\",\\"status\\":\\"599\\",\\"x\\":\\"'));
    case 4:
      return Buffer.from(line.replace("{", '{"status":"201",'));
    case 5: {
      const members = line.slice(1, -1).split(/,(?=")/);
      members.push(members.shift()!);
      return Buffer.from(`{${members.join(",")}}`);
    }
    case 6:
      return Buffer.from(line.replaceAll('":"', pick(random, ['": "', '" :"', '":\t"'])));
    case 7:
      return Buffer.from(line.replace(/"(status|responseLatency|responseLength)":"(\d+)"/g, '"$1":$2'));
    case 8:
      return Buffer.from(
        line.replace(
          /"responseLatency":"\d+"/,
          `"responseLatency":${pick(random, ["1e3", "-5", "12.5", "-", "007", "null", "true", "1234567890123456789", "[1]", '{"status":"1"}'])}`,
        ),
      );
    case 9:
      return Buffer.from(
        line.replace(
          '"status":',
          pick(random, [
            '"context":{"status":"207"},"status":',
            '"nested":{"integration":{"status":"1","x":[{"status":"2"}]}},"status":',
          ]),
        ),
      );
    case 10:
      return Buffer.from(`${line}\r`);
    case 11:
      return Buffer.from(
        pick(random, ["", " ", "null", "[]", '"status"', "{}", '{"a":1}', `${line}x`, ` ${line} `]),
      );
    case 12:
      return Buffer.from(line.replace("/orders", "\\/\\u006frders"));
    case 13:
      return Buffer.from(line + line);
    default:
      return bytes;
  }
}
