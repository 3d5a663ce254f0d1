import type { Random } from "../core/random.ts";
import type { ApiKind } from "../model/target.ts";

const HEX = "0123456789abcdef";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

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
  const own = `${text(BASE64, 15, random)}=`;
  if (kind !== "rest") return { requestId: own, extendedRequestId: own };
  const hex = text(HEX, 30, random);
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`;
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

/** Thirty bits of chance serve five characters of base64 or seven of hexadecimal. */
function text(alphabet: string, length: number, random: Random): string {
  let made = "";
  let bits = 0;
  for (let index = 0; index < length; index += 1) {
    if (index % 5 === 0) bits = Math.floor(random.next() * 2 ** 30);
    made += alphabet[bits % alphabet.length] ?? "";
    bits = Math.floor(bits / alphabet.length);
  }
  return made;
}
