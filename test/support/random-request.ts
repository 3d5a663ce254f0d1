import type { Random } from "../../src/core/random.ts";

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random.next() * items.length)]!;
const upTo = (random: Random, most: number): number => Math.floor(random.next() * most);
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** The values of one request by variable; one that is not there is a hyphen. Texts are what clients can make them. */
export function randomRequest(
  random: Random,
  timeMs: number,
  kind: "rest" | "http" | "websocket",
): Record<string, string> {
  const status = pick(random, [200, 200, 200, 201, 304, 400, 404, 429, 429, 500, 502, 504]);
  const method = pick(random, ["GET", "POST", "DELETE"]);
  const resource = pick(random, ["/orders", "/orders/{id}", '/it\'s "odd"', "/a b", "-", "/"]);
  const latency = 3 + Math.floor(40 * Math.exp(4 * random.next()));
  const integration = random.next() < 0.1 ? "-" : String(Math.max(0, latency - upTo(random, 9)));
  const message =
    status < 400
      ? "-"
      : pick(random, ["Too Many Requests", "Limit Exceeded", "order 4711 failed", "order 12 failed", "-"]);
  const type = status < 400 ? "-" : pick(random, ["-", "THROTTLED", "QUOTA_EXCEEDED", "INTEGRATION_TIMEOUT"]);
  return {
    requestId: `9b2f${upTo(random, 2 ** 30)
      .toString(16)
      .padStart(8, "0")}-7b61-11e6`,
    extendedRequestId: `JKJ${upTo(random, 2 ** 30)
      .toString(36)
      .padStart(8, "x")}=`,
    requestTime: commonLogTime(timeMs),
    requestTimeEpoch: String(timeMs),
    "identity.sourceIp": `203.0.113.${1 + upTo(random, 8)}`,
    "identity.userAgent": pick(random, [
      "curl/8.4.0",
      "curl/8.5.1",
      "okhttp/4.12.0",
      "é😀/2",
      "-",
      "x'y`z/3",
    ]),
    "identity.apiKeyId": pick(random, ["-", "key01", "007", "7"]),
    httpMethod: method,
    resourcePath: resource,
    path: resource === "-" ? "/unknown" : `/prod${resource}`,
    routeKey:
      kind === "websocket"
        ? pick(random, ["$connect", "sendMessage", "-"])
        : pick(random, ["$default", `${method} /orders`, `${method} /orders/{id}`]),
    protocol: "HTTP/1.1",
    status: kind === "websocket" && random.next() < 0.2 ? "-" : String(status),
    responseLength: String(upTo(random, 5_000)),
    responseLatency: String(latency),
    integrationLatency: integration,
    "integration.latency": integration,
    "waf.latency": String(upTo(random, 20)),
    "authorizer.latency": random.next() < 0.4 ? "-" : String(upTo(random, 300)),
    "error.responseType": type,
    "error.message": message,
    "error.messageString": message === "-" ? "-" : JSON.stringify(message),
    "integration.error": status === 502 ? "The Lambda function returned an error" : "-",
    integrationErrorMessage: status === 502 ? "The Lambda function returned an error" : "-",
    stage: "prod",
    apiId: "a1b2c3",
    eventType: pick(random, ["CONNECT", "MESSAGE"]),
    connectionId: "L0SM9cOFvHcCIhw=",
    deploymentId: pick(random, ["dep001", "dep002"]),
    isCanaryRequest: pick(random, ["true", "false"]),
  };
}

/** A Format with its variables replaced; in JSON, what stands in quotes is escaped, as API Gateway does today. */
export function writeLine(format: string, values: Readonly<Record<string, string>>): string {
  const isJson = format.trimStart().startsWith("{");
  return format.replace(/\n/g, " ").replace(/\$context\.(\w+(?:\.\w+)*)/g, (_, name: string) => {
    const value = values[name] ?? "-";
    return isJson && name !== "error.messageString" ? JSON.stringify(value).slice(1, -1) : value;
  });
}

function commonLogTime(timeMs: number): string {
  const [date = "", clock = ""] = new Date(timeMs).toISOString().split("T");
  const [year, month = "", day] = date.split("-");
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${clock.slice(0, 8)} +0000`;
}
