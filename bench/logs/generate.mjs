// Writes a log as a busy REST API leaves it, the same for the same seed: 40 routes, 3 stages, a day of minutes in order, values as
// strings, about 570 bytes a line. `mixed` has random key order, nesting, escapes and numbers instead.
//
//   node bench/logs/generate.mjs FILE [LINES] [plain|mixed] [SEED]
import { closeSync, openSync, writeSync } from "node:fs";

import { createRandom } from "../../dist/core/random.js";

const START_MS = Date.UTC(2026, 10, 20);
const DAY_MS = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const AGENTS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
  "okhttp/4.12.0",
  "aws-sdk-js/3.600.0 ua/2.0 os/linux#6.1 lang/js md/nodejs#20.15.1",
  "curl/8.4.0",
];

const two = (value) => String(value).padStart(2, "0");

function logTime(timeMs) {
  const time = new Date(timeMs);
  const date = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  return `${date}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`;
}

function record(random, index, lines) {
  const next = () => random.next();
  const timeMs = START_MS + Math.floor((index / lines) * DAY_MS);
  // Squared, so that some routes are busy and some are not.
  const route = Math.floor(next() ** 2 * 40);
  const chance = next();
  const status =
    chance < 0.93
      ? 200
      : chance < 0.96
        ? 404
        : chance < 0.98
          ? 429
          : chance < 0.99
            ? 403
            : chance < 0.995
              ? 502
              : 504;
  const isGateway = status === 429 || status === 403 || status === 504;
  const type = { 429: "THROTTLED", 403: "ACCESS_DENIED", 504: "INTEGRATION_TIMEOUT" }[status] ?? "-";
  const normal = Math.sqrt(-2 * Math.log(next() || 1e-9)) * Math.cos(6.283185307 * next());
  const integration = status === 504 ? 29_000 : Math.round(Math.exp(3.6 + route / 40 + 0.7 * normal));
  const latency = integration + 2 + Math.floor(next() * 9);
  const hex = (digits) =>
    Math.floor(next() * 16 ** digits)
      .toString(16)
      .padStart(digits, "0");
  return {
    requestId: `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    extendedRequestId: `${hex(12)}${hex(3)}=`,
    ip: `203.0.${Math.floor(next() * 8)}.${Math.floor(next() ** 2 * 250)}`,
    requestTime: logTime(timeMs),
    requestTimeEpoch: String(timeMs),
    httpMethod: route % 4 === 0 ? "POST" : "GET",
    resourcePath: `/v1/resource${route}/{id}`,
    path: `/prod/v1/resource${route}/${Math.floor(next() * 1e6)}`,
    status: String(status),
    protocol: "HTTP/1.1",
    responseLength: String(Math.floor(next() * 4000)),
    responseLatency: String(latency),
    integrationLatency: status === 429 || status === 403 ? "-" : String(integration),
    integrationStatus: isGateway ? "-" : String(status),
    errorMessage: isGateway ? "Gateway said no" : "-",
    errorResponseType: type,
    userAgent: AGENTS[Math.floor(next() * AGENTS.length)],
    apiKeyId: `key${Math.floor(next() ** 2 * 60)}`,
    stage: ["prod", "prod", "beta"][Math.floor(next() * 3)],
    apiId: "a1b2c3d4e5",
  };
}

function mixedLine(random, flat) {
  const { httpMethod, resourcePath, path, ip, userAgent, ...rest } = flat;
  const numbers = { ...rest, status: Number(rest.status), responseLatency: Number(rest.responseLatency) };
  const nested = {
    ...numbers,
    http: { httpMethod, resourcePath, path },
    identity: { sourceIp: ip, userAgent: `${userAgent} "x"\\` },
  };
  const keys = Object.keys(nested);
  for (let at = keys.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random.next() * (at + 1));
    [keys[at], keys[other]] = [keys[other], keys[at]];
  }
  return `{ ${keys.map((key) => `"${key}": ${JSON.stringify(nested[key])}`).join(", ")} }`;
}

/** Returns the size in bytes. */
export function generate(path, lines, kind = "plain", seed = 1) {
  const random = createRandom(seed);
  const file = openSync(path, "w");
  let [text, bytes] = ["", 0];
  for (let index = 0; index < lines; index += 1) {
    const flat = record(random, index, lines);
    text += `${kind === "mixed" ? mixedLine(random, flat) : JSON.stringify(flat)}\n`;
    if (text.length > 1 << 20 || index === lines - 1) {
      bytes += writeSync(file, text);
      text = "";
    }
  }
  closeSync(file);
  return bytes;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [path, lines = "2000000", kind, seed = "1"] = process.argv.slice(2);
  console.log(`${generate(path, Number(lines), kind, Number(seed))} bytes`);
}
