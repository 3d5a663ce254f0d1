import type { STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { classifyError } from "../../../src/aws/classify-error.ts";
import { assumeRole } from "../../../src/aws/assume-role.ts";

const NOW_MS = Date.UTC(2026, 3, 2, 8, 0, 0);
beforeEach(() => vi.useFakeTimers({ now: NOW_MS }));
afterEach(() => vi.useRealTimers());

/** An STS that gives numbered credentials for 60 minutes, and what it was asked. */
function fakeSts(answers: readonly ("good" | "empty" | "fail")[] = []) {
  const asked: unknown[] = [];
  const client = {
    send: async (command: { readonly input: unknown }) => {
      asked.push(command.input);
      const answer = answers[asked.length - 1] ?? "good";
      if (answer === "fail") throw new Error("denied");
      if (answer === "empty") return {};
      return {
        Credentials: {
          AccessKeyId: `key${asked.length}`,
          SecretAccessKey: "secret",
          SessionToken: "token",
          Expiration: new Date(Date.now() + 3_600_000),
        },
      };
    },
  };
  return { asked, client: async () => client as unknown as STSClient };
}

describe("assumeRole", () => {
  it("asks once for all who need credentials, and again shortly before they end", async () => {
    const { asked, client } = fakeSts();
    const provide = assumeRole("arn:aws:iam::345678901234:role/reader", client);
    const first = await Promise.all([provide(), provide(), provide()]);
    expect(first.map(({ accessKeyId }) => accessKeyId)).toEqual(["key1", "key1", "key1"]);
    expect(asked).toEqual([
      { RoleArn: "arn:aws:iam::345678901234:role/reader", RoleSessionName: "gatewatch" },
    ]);
    vi.setSystemTime(NOW_MS + 54 * 60_000);
    expect((await provide()).accessKeyId).toBe("key1");
    vi.setSystemTime(NOW_MS + 56 * 60_000);
    expect((await provide()).accessKeyId).toBe("key2");
    expect(asked).toHaveLength(2);
  });

  it("tells a denial apart from that of any other call", async () => {
    const said = "User: a is not authorized to perform: sts:AssumeRole on resource: b";
    const denied = Object.assign(new Error(said), { name: "AccessDenied" });
    const client = async () => ({ send: async () => Promise.reject(denied) }) as unknown as STSClient;
    const thrown: unknown = await assumeRole("arn:aws:iam::345678901234:role/reader", client)().catch(
      (error: unknown) => error,
    );
    const { code, hint } = classifyError(thrown, { action: "cloudwatch:GetMetricData", region: "eu-west-1" });
    expect(code).toBe("ROLE_REFUSED");
    expect(hint).toContain(said);
    expect(hint).toContain("external id");
  });

  it("does not keep a failure", async () => {
    const { client } = fakeSts(["fail", "empty", "good"]);
    const provide = assumeRole("arn:aws:iam::345678901234:role/reader", client);
    await expect(provide()).rejects.toThrow("denied");
    await expect(provide()).rejects.toThrow("without credentials");
    expect((await provide()).accessKeyId).toBe("key3");
  });
});
