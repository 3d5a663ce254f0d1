import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";

import { postJson } from "../../../../src/agent/sinks/post-json.ts";
import { webhookSink } from "../../../../src/agent/sinks/webhook.ts";
import { aRun, anEvent } from "../../../support/agent-events.ts";
import { aSinkContext } from "../../../support/sink-context.ts";

interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}
interface Seen {
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A receiver that gives its answers one after the other; the last one for ever. */
async function receiver(answers: readonly Answer[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString("utf8");
    });
    request.on("end", () => {
      const answer = answers[Math.min(seen.length, answers.length - 1)]!;
      seen.push({ headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=S3CRET`, seen };
}

const post = (url: string) => ({ name: "webhook:env:HOOK", url, body: "{}", headers: () => ({}) });

describe("what is posted", () => {
  it("is sent once where it is taken", async () => {
    const { url, seen } = await receiver([{ status: 204 }]);
    const context = aSinkContext({ fetch });
    await postJson(post(url), context);
    expect(seen.map(({ body }) => body)).toEqual(["{}"]);
    expect(context.slept).toEqual([]);
  });

  it("is sent again after failures that pass, each time after a longer wait", async () => {
    const { url, seen } = await receiver([
      { status: 503 },
      { status: 408 },
      { status: 500 },
      { status: 200 },
    ]);
    const context = aSinkContext({ fetch });
    await postJson(post(url), context);
    expect(seen).toHaveLength(4);
    expect(context.slept).toEqual([500, 1_000, 2_000]);
  });

  it.each([
    ["a number of seconds", "7", 7_000],
    ["a date", "Thu, 05 Mar 2026 17:00:09 GMT", 3_322],
  ])("waits as long as the answer asks for: %s", async (_what, retryAfter, expectedMs) => {
    const { url, seen } = await receiver([
      { status: 429, headers: { "retry-after": retryAfter } },
      { status: 200 },
    ]);
    const context = aSinkContext({ fetch });
    await postJson(post(url), context);
    expect(seen).toHaveLength(2);
    expect(context.slept).toEqual([expectedMs]);
  });

  it("is left for the next run where the wait is too long", async () => {
    const { url, seen } = await receiver([{ status: 429, headers: { "retry-after": "3600" } }]);
    const context = aSinkContext({ fetch });
    await expect(postJson(post(url), context)).rejects.toMatchObject({ code: "E_UNREACHABLE" });
    expect([seen.length, context.slept]).toEqual([1, []]);
  });

  it.each([
    [301, "E_UNREACHABLE"],
    [400, "E_BAD_INPUT"],
    [401, "E_UNREACHABLE"],
    [404, "E_UNREACHABLE"],
    [410, "E_UNREACHABLE"],
    [413, "E_BAD_INPUT"],
  ])("is not sent again after %i: %s", async (status, code) => {
    const { url, seen } = await receiver([
      { status, headers: { location: "http://127.0.0.1:9/" }, body: "no\u001b[31m such hook" },
    ]);
    const context = aSinkContext({ fetch });
    const error: unknown = await postJson(post(url), context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    const said = String(error);
    expect(said).toContain(`status ${status} (no\\x1b[31m such hook)`);
    expect(said).not.toContain("S3CRET");
    expect(seen).toHaveLength(1);
  });

  it("repeats of an answer nothing that was in the address", async () => {
    const { url } = await receiver([{ status: 404, body: "Cannot POST /hook?key=S3CRET, ask for another" }]);
    const error = String(
      await postJson(post(url), aSinkContext({ fetch })).catch((thrown: unknown) => thrown),
    );
    expect(error).toContain("status 404 (Cannot POST /hook?key=***, ask for another)");
  });

  it("says why nobody answers, and never where", async () => {
    const { url } = await receiver([{ status: 200 }]);
    for (const close of closing.splice(0)) close();
    const context = aSinkContext({ fetch });
    const error = String(await postJson(post(url), context).catch((thrown: unknown) => thrown));
    expect(error).toMatch(/cannot deliver to webhook:env:HOOK: ECONNREFUSED, attempt 4 of 4/);
    expect(error).not.toMatch(/S3CRET|127\.0/);
  });
});

describe("the webhook", () => {
  it("signs time and body, so that a receiver can tell ours from others", async () => {
    const { url, seen } = await receiver([{ status: 500 }, { status: 200 }]);
    const context = aSinkContext({ fetch, env: { HOOK: url, KEY: "k3y" } });
    const sink = webhookSink({ url: "env:HOOK", signingKey: "env:KEY" }, context);
    expect(sink.name).toBe("webhook:env:HOOK");
    await sink.deliver([anEvent()], aRun(), () => undefined);
    expect(seen).toHaveLength(2);
    for (const { headers, body } of seen) {
      const expected = createHmac("sha256", "k3y").update(`1772730005.${body}`).digest("hex");
      expect(headers["x-gatewatch-signature"]).toBe(`t=1772730005,v1=${expected}`);
    }
    expect(JSON.parse(seen[0]!.body)).toEqual({ schemaVersion: 1, events: [anEvent()], run: aRun() });
  });

  it("asks nobody where there is no news", async () => {
    const sink = webhookSink({ url: "https://hooks.example.com/a/b?key=S3CRET" }, aSinkContext());
    await sink.deliver([], aRun(), () => undefined);
    expect(sink.name).toMatch(/^webhook:hooks\.example\.com#[0-9a-f]+$/);
  });

  it.each(["S3CRET", "ftp://example.com/S3CRET", "http://"])("refuses %s, which is no address", (address) => {
    const make = () => webhookSink({ url: "env:HOOK" }, aSinkContext({ env: { HOOK: address } }));
    expect(make).toThrow("what env:HOOK holds is no http(s) address");
    expect(make).not.toThrow("S3CRET");
  });

  it("says which variable is not set", () => {
    expect(() => webhookSink({ url: "env:HOOK" }, aSinkContext({ env: { HOOK: " " } }))).toThrow(
      "the environment variable HOOK is not set",
    );
  });
});
