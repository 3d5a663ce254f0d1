import type { Random } from "../core/random.ts";
import type { ApiKind } from "../model/target.ts";
import { hexDigits } from "./hex-digits.ts";

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Twelve bits at a time: joining single characters would take most of a request's time. */
const PAIRS = Array.from({ length: 4_096 }, (_, bits) => BASE64.charAt(bits >> 6) + BASE64.charAt(bits & 63));

/**
 * The ids of one request: REST has a UUID and beside it an id of API Gateway's own, HTTP and WebSocket one
 * id of 16 characters for both.
 *
 * Source: api-gateway-variables-for-access-logging.html, http-api-logging-variables.html.
 */
export function drawRequestIds(
  kind: ApiKind,
  random: Random,
): { readonly requestId: string; readonly extendedRequestId: string } {
  const own = `${base64(random)}${base64(random)}${base64(random)}${base64(random).slice(0, 3)}=`;
  if (kind !== "rest") return { requestId: own, extendedRequestId: own };
  const [first, second, third, fourth] = [hex(random), hex(random), hex(random), hex(random)];
  const uuid = `${first}-${second.slice(0, 4)}-4${second.slice(5)}-a${third.slice(0, 3)}-${third.slice(4)}${fourth}`;
  return { requestId: uuid, extendedRequestId: own };
}

/** The path of a route with its parameters filled in: "GET /orders/{id}" gives "/orders/48213". "/" where a key has none. */
export function drawPath(routeKey: string, random: Random): string {
  const start = routeKey.indexOf("/");
  if (start < 0) return "/";
  return routeKey
    .slice(start)
    .replace(/\{[^}]*\}/g, () => String(10_000 + Math.floor(random.next() * 90_000)));
}

/** Eight hexadecimal digits. */
function hex(random: Random): string {
  return hexDigits(Math.floor(random.next() * 2 ** 32));
}

/** Four characters. */
function base64(random: Random): string {
  const bits = Math.floor(random.next() * 2 ** 24);
  return `${PAIRS[bits >> 12] ?? ""}${PAIRS[bits & 4_095] ?? ""}`;
}
