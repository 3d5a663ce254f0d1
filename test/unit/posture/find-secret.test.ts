import { describe, expect, test } from "vitest";

import { findSecret } from "../../../src/posture/find-secret.ts";

// Put together, so that nobody who scans this repository takes them for real ones.
const KEY_ID = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
const TOKEN = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "c2lnbmF0dXJl"].join(".");

describe("what looks like a secret", () => {
  test.each([
    ["id", KEY_ID, "an access key id of AWS"],
    ["pem", "-----BEGIN RSA PRIVATE KEY-----", "a private key"],
    ["auth", TOKEN, "a token"],
    ["db", "postgres://shop:s3cr3t@db.example.com/orders", "a password in an address"],
    ["dbPassword", "correct-horse", "a secret by its name"],
    ["stripe_api_key", "not-a-real-one", "a secret by its name"],
    ["x", "q8Zp3LkV9sW2nX7cB4mT6yR1hJ5gF0dA", "a key by its disorder"],
  ])("%s", (name, value, what) => {
    expect(findSecret(name, value)).toBe(what);
  });

  test.each([
    ["table", "orders-prod"],
    ["secretArn", "arn:aws:secretsmanager:eu-west-1:471112345678:secret:db"],
    ["password", "/shop/prod/db-password"],
    ["tokenTtl", "3600"],
    ["apiKeyRequired", "true"],
    ["url", "https://internal.example.com/v2/orders"],
    ["alias", "prod"],
    ["commit", "3f786850e387550fdab836ed7e6dc881de23001b"],
  ])("%s does not", (name, value) => {
    expect(findSecret(name, value)).toBeNull();
  });
});
