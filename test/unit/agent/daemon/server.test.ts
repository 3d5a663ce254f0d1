import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";

import { deliver } from "../../../../src/agent/deliver.ts";
import { createSinks } from "../../../../src/agent/sinks/create-sinks.ts";
import { isLoopback, startServer, type RunningServer } from "../../../../src/agent/daemon/start-server.ts";
import { StatusBoard } from "../../../../src/agent/daemon/status-board.ts";
import { toView } from "../../../../src/report/view/to-view.ts";
import { memoryStore } from "../../../support/agent-in-memory.ts";
import { aRun } from "../../../support/agent-events.ts";
import { anAgentState, anEvent } from "../../../support/agent-state.ts";
import { aFinding, aSeries, aSnapshot } from "../../../support/report-fixtures.ts";
import { aSinkContext } from "../../../support/sink-context.ts";

const START_MS = Date.parse("2026-03-05T16:55:00Z");
const MAX_AGE_MS = 900_000;

let server: RunningServer | undefined;
afterEach(async () => server?.close());

async function serve(board: StatusBoard, nowMs: number): Promise<string> {
  server = await startServer(
    { host: "127.0.0.1", port: 0 },
    () => board.status,
    () => nowMs,
  );
  return server.url;
}

function aBoard(): StatusBoard {
  return new StatusBoard("9.8.7", MAX_AGE_MS, START_MS);
}

const HOSTILE = 'rest:o"\\\n} 1\ngatewatch_healthy 0/prod';

function ended(board: StatusBoard, nowMs: number, found = "rest:orders/prod"): void {
  const view = toView(
    aSnapshot({ series: [aSeries("Count", "SampleCount", [31, 37]), aSeries("5XXError", "Sum", [2, 3])] }),
    [aFinding()],
    "9.8.7",
  );
  const undelivered = [{ sink: "slack:env:URL", events: 6, error: "status 500" }];
  const findings = aRun().findings.map((one, index) => (index === 0 ? { ...one, target: found } : one));
  board.ended({ view, events: [], summary: aRun({ findings }), undelivered }, nowMs);
}

/** fetch does not let a caller choose the Host header. */
async function statusFor(url: string, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("before the first run has ended", () => {
  it("there is no report yet, and it is healthy for a while", async () => {
    const board = aBoard();
    const url = await serve(board, START_MS + MAX_AGE_MS);
    expect((await fetch(url)).status).toBe(503);
    expect((await fetch(`${url}/findings.json`)).status).toBe(503);
    const health = await fetch(`${url}/healthz`);
    expect([health.status, await health.json()]).toEqual([
      200,
      { healthy: true, lastGoodRun: null, lastOutcome: null, maxAgeSeconds: 900 },
    ]);
  });
});

describe("after a run", () => {
  it("serves the report for people and for programs", async () => {
    const board = aBoard();
    ended(board, START_MS + 4_250);
    const url = await serve(board, START_MS + 5_000);
    const page = await fetch(url);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("rest:orders/prod");
    const findings = (await (await fetch(`${url}/findings.json?x=1`)).json()) as {
      findings: { target: string }[];
    };
    expect(findings.findings.map(({ target }) => target)).toEqual(["rest:orders/prod"]);
  });

  it("is not healthy any more when the last good run is too old, whatever failed since", async () => {
    const board = aBoard();
    ended(board, START_MS + 60_000);
    board.failed();
    board.ended(
      { view: null, events: [], summary: aRun({ outcome: "overlapped" }), undelivered: [] },
      START_MS + 900_000,
    );
    const nowMs = START_MS + 60_000 + MAX_AGE_MS + 1;
    const url = await serve(board, nowMs);
    const health = await fetch(`${url}/healthz`);
    expect([health.status, await health.json()]).toEqual([
      503,
      {
        healthy: false,
        lastGoodRun: "2026-03-05T16:56:00.000Z",
        lastOutcome: "overlapped",
        maxAgeSeconds: 900,
      },
    ]);
    // What was last seen is still shown.
    expect((await fetch(url)).status).toBe(200);
  });

  it("tells Prometheus, and no name can break out of its label", async () => {
    const board = aBoard();
    ended(board, START_MS + 4_000, HOSTILE);
    board.failed();
    const answer = await fetch(`${await serve(board, START_MS + 5_000)}/metrics`);
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const text = await answer.text();
    const samples = parseExposition(text);
    expect(samples.get("gatewatch_healthy")).toEqual([[{}, 1]]);
    expect(samples.get("gatewatch_runs_total")).toEqual([
      [{ outcome: "done" }, 1],
      [{ outcome: "failed" }, 1],
    ]);
    expect(samples.get("gatewatch_findings")).toEqual([
      [{ target: HOSTILE, severity: "critical" }, 2],
      [{ target: "http:a1b2c3/$default", severity: "warning" }, 7],
    ]);
    expect(samples.get("gatewatch_undelivered_events")).toEqual([[{ sink: "slack:env:URL" }, 6]]);
    expect(samples.get("gatewatch_run_duration_seconds")).toEqual([[{}, 3.25]]);
    expect(samples.get("gatewatch_target_requests")).toEqual([[{ target: "rest:orders/prod" }, 68]]);
    // What nobody knows is absent.
    expect(samples.has("gatewatch_target_latency_seconds")).toBe(false);
  });
});

describe("a secret", () => {
  it("is in none of the pages, though its channel fails and repeats it", async () => {
    const env = {
      SLACK: "https://hooks.slack.com/services/T/B/S3CRET",
      HOOK: "https://u:S3CRET@hooks.example.com/S3CRET?key=S3CRET",
      KEY: "S3CRET",
    };
    const echo = async (url: unknown) => new Response(String(url), { status: 400 });
    const context = aSinkContext({ env, fetch: echo });
    const { sinks } = createSinks(
      [
        { type: "slack", url: "env:SLACK" },
        { type: "webhook", url: "env:HOOK", signingKey: "env:KEY" },
        { type: "webhook", url: "https://example.com/S3CRET?key=S3CRET" },
      ],
      context,
    );
    const outbox = [{ event: anEvent(), sinks: sinks.map(({ name }) => name) }];
    const state = memoryStore();
    const held = anAgentState({ outbox });
    const claimed = { state: held, version: await state.write(held, null) };
    const { undelivered } = await deliver(sinks, claimed, aRun(), state, () => Infinity);
    expect(undelivered.map(({ error }) => error)).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining("status 400 (http") as string),
    );
    const board = aBoard();
    const view = toView(aSnapshot(), [aFinding()], "9.8.7");
    board.ended({ view, events: [], summary: aRun(), undelivered }, START_MS);
    const url = await serve(board, START_MS);
    const paths = ["/", "/findings.json", "/healthz", "/metrics", "/none"];
    const pages = await Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`)).text()));
    expect(pages[3]).toContain('gatewatch_undelivered_events{sink="slack:env:SLACK"} 1');
    expect([...pages, JSON.stringify(undelivered)].join()).not.toContain("S3CRET");
  });
});

describe("who may ask what", () => {
  it("only reads, only its own paths, with headers that keep pages in", async () => {
    const board = aBoard();
    ended(board, START_MS);
    const url = await serve(board, START_MS);
    expect((await fetch(url, { method: "POST", body: "x" })).status).toBe(405);
    const missing = await fetch(`${url}/../etc/passwd`);
    expect([missing.status, await missing.text()]).toEqual([
      404,
      "There are: / /findings.json /healthz /metrics\n",
    ]);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(Object.fromEntries(head.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    });
  });

  it("does not answer under a name that is not this machine's", async () => {
    const url = await serve(aBoard(), START_MS);
    expect(await statusFor(`${url}/healthz`, "attacker.example")).toBe(421);
    expect(await statusFor(`${url}/healthz`, "localhost:9464")).toBe(200);
    expect(await statusFor(`${url}/healthz`, "[::1]:9464")).toBe(200);
  });

  it.each([
    ["127.0.0.1", true],
    ["127.8.7.6", true],
    ["::1", true],
    ["localhost", true],
    ["0.0.0.0", false],
    ["192.168.7.9", false],
    ["127.evil.example", false],
  ])("%s is this machine: %s", (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });

  it("says that the port is taken", async () => {
    const url = new URL(await serve(aBoard(), START_MS));
    const again = startServer(
      { host: "127.0.0.1", port: Number(url.port) },
      () => aBoard().status,
      () => 0,
    );
    await expect(again).rejects.toMatchObject({
      code: "E_USAGE",
      message: expect.stringContaining("EADDRINUSE") as string,
    });
  });
});

/** By the grammar of the format's documentation, and not by what was written. */
function parseExposition(text: string): Map<string, [Record<string, string>, number][]> {
  const samples = new Map<string, [Record<string, string>, number][]>();
  const typed = new Set<string>();
  expect(text.endsWith("\n")).toBe(true);
  for (const line of text.slice(0, -1).split("\n")) {
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge)$/.exec(line);
    if (type) typed.add(type[1]!);
    if (line.startsWith("# ")) continue;
    const found = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\]|\\[\\"n])*",?)*)\})? (\S+)$/.exec(
      line,
    );
    if (!found) throw new Error(`no sample: ${line}`);
    const [, name = "", pairs = "", value] = found;
    expect(typed.has(name)).toBe(true);
    const labels = [...pairs.matchAll(/(\w+)="((?:[^"\\]|\\[\\"n])*)"/g)].map(([, key, one = ""]) => [
      key!,
      one.replaceAll(/\\(.)/g, (_all, escaped: string) => (escaped === "n" ? "\n" : escaped)),
    ]);
    samples.set(name, [
      ...(samples.get(name) ?? []),
      [Object.fromEntries(labels) as Record<string, string>, Number(value)],
    ]);
  }
  expect(samples.size).toBeGreaterThan(8);
  return samples;
}
