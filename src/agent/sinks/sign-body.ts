import { createHmac } from "node:crypto";

/**
 * The value of X-Gatewatch-Signature: "t=<epoch seconds>,v1=<hex>", where v1 is the HMAC-SHA256 of "<t>.<body>". A receiver
 * computes it with the same key, compares in constant time, and refuses what is older than a few minutes.
 */
export function signBody(body: string, key: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000);
  const digest = createHmac("sha256", key).update(`${seconds}.${body}`, "utf8").digest("hex");
  return `t=${seconds},v1=${digest}`;
}
