import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { costLine } from "../../../src/cli/agent/cost-line.ts";
import { memoryStore } from "../../../src/cli/agent/memory-store.ts";
import { parseListen } from "../../../src/cli/agent/parse-listen.ts";
import { runLines } from "../../../src/cli/agent/run-line.ts";
import { statePath } from "../../../src/cli/agent/state-path.ts";
import { agentEventSchema } from "../../../src/model/agent-event.ts";
import { toView } from "../../../src/report/view/to-view.ts";
import { aRun, anEvent } from "../../support/agent-events.ts";
import { runCli, type CliChanges, type CliRun } from "../../support/cli-run.ts";
import { aSnapshot } from "../../support/report-fixtures.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatewatch-agent-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One stage of the demo and a short baseline: drawing all of it would take seconds. */
const DEMO = ["agent", "--demo", "--api", "partner-invoices"];
const SHORT = "version: 1\nbaseline: 1d\nagent:\n  logs: off\n";

async function runDemo(more: readonly string[], changes: CliChanges = {}, config = SHORT): Promise<CliRun> {
  const file = join(folder, "gatewatch.config.yaml");
  writeFileSync(file, config);
  return runCli([...DEMO, "--config", file, ...more], changes);
}

describe("one run", () => {
  it("prints an event a line where a program reads, and what it did on stderr", async () => {
    const { code, stdout, stderr } = await runDemo(["--once"]);
    expect(code).toBe(0);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => agentEventSchema.parse(JSON.parse(line)));
    expect(events.map(({ kind, incident }) => [kind, incident.target])).toEqual([
      ["opened", "rest:partner-invoices/prod"],
    ]);
    expect(stderr).toMatch(
      /^2026-11-20 15:00 UTC {2}1 target, 1 read in full; 1 event; 1 incident going on; .*\(0\.0 s\)\n$/,
    );
  });

  it("prints text where a person reads, within 80 columns, and with --quiet nothing else", async () => {
    const { stdout, stderr } = await runDemo(["--once", "--quiet"], { isTTY: true });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^New critical: Server errors: /);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("ends with 3 where news could not be delivered, and keeps it", async () => {
    const receiver = createServer((_request, response) => response.writeHead(400).end());
    await new Promise<void>((resolve) => {
      receiver.listen(0, "127.0.0.1", resolve);
    });
    const config = `${SHORT}  sinks:\n    - {type: webhook, url: 'env:HOOK'}\n`;
    const env = { HOOK: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/S3CRET` };
    const told = await runDemo(["--once"], { env }, config);
    receiver.close();
    expect(told.code).toBe(3);
    expect(told.stderr).toMatch(/1 event waits for webhook:env:HOOK: cannot deliver to webhook:env:HOOK: /);
    expect(told.stderr + told.stdout).not.toContain("S3CRET");
    const unset = await runDemo(["--once"], {}, config);
    expect([unset.code, unset.stderr.split("\n")[0]]).toEqual([
      2,
      "gatewatch: agent.sinks: the environment variable HOOK is not set (E_CONFIG)",
    ]);
  });
});

describe("the schedule", () => {
  it("serves while it runs, and ends with 0 when it is asked to, after the run", async () => {
    const ending = new AbortController();
    const pages: string[] = [];
    const stopped = runDemo(["--listen", "0", "--cron", "*/5 * * * *"], {
      interruption: () => ending.signal,
      stderr: {
        isTTY: false,
        columns: undefined,
        write: (text) => {
          pages.push(text);
          // The first wait begins: whoever asks now gets the report of the first run.
          if (!text.startsWith("next at")) return;
          const [url = ""] = /http:\S+?(?=\/ )/.exec(pages.join("")) ?? [];
          void fetch(`${url}/healthz`).then(async (answer) => {
            pages.push(`health ${answer.status}`);
            await answer.body?.cancel();
            ending.abort();
          });
        },
      },
    });
    expect((await stopped).code).toBe(0);
    const said = pages.join("");
    expect(said).toMatch(/^serving http:\/\/127\.0\.0\.1:\d+\/ \/findings\.json \/healthz \/metrics\n/);
    expect(said).toContain("next at 2026-11-20 15:05 UTC");
    expect(said).toContain("health 200");
    expect(said).toContain("ending; a run that is at work comes to its end first");
  });
});

describe("what is refused", () => {
  it.each([
    [["--cron", "often"], '--cron "often" is no schedule: '],
    [["--listen", "here"], '--listen "here" is no address with a port'],
    [["--listen", "9", "--once"], "--listen has no meaning with --once: "],
    [["--state", "x"], "--state has no meaning with --demo: "],
    [["--jitter", "some"], "--jitter "],
    [["--region", "eu-west-1"], "--region has no meaning with --demo: "],
  ])("%s", async (more, message) => {
    const { code, stdout, stderr } = await runCli([...DEMO, ...more]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`gatewatch: ${message}`);
  });

  it.each([
    ["9464", { host: "127.0.0.1", port: 9464 }],
    ["0.0.0.0:80", { host: "0.0.0.0", port: 80 }],
    ["[::1]:0", { host: "::1", port: 0 }],
    ["localhost:65535", { host: "localhost", port: 65_535 }],
  ])("but not the address %s", (text, expected) => {
    expect(parseListen(text)).toEqual(expected);
  });

  it.each(["", ":9464", "1.2.3.4", "host:65536", "a b:1", "::1:80"])("the address '%s'", (text) => {
    expect(() => parseListen(text)).toThrow("is no address with a port");
  });
});

describe("where state lies", () => {
  it.each([
    ["as asked for", "./state.gz", { STATE_DIRECTORY: "/var/lib/gatewatch" }, "/work/state.gz"],
    [
      "in the service's folder",
      undefined,
      { STATE_DIRECTORY: "/var/lib/a:/b", HOME: "/home/me" },
      "/var/lib/a/agent-state.json.gz",
    ],
    [
      "in the user's folder",
      undefined,
      { XDG_STATE_HOME: "/s", HOME: "/home/me" },
      "/s/gatewatch/agent-state.json.gz",
    ],
    ["at home", undefined, { HOME: "/home/me" }, "/home/me/.local/state/gatewatch/agent-state.json.gz"],
  ])("%s", (_name, asked, env, expected) => {
    expect(statePath(asked, { cwd: "/work", env })).toBe(expected);
  });

  it("nowhere: says so", () => {
    expect(() => statePath(undefined, { cwd: "/work", env: {} })).toThrow(
      "there is no folder for the agent's state",
    );
  });

  it("of the demo is in memory, and written on condition too", async () => {
    const store = memoryStore();
    const { state, version } = await store.read();
    const first = await store.write({ ...state, lastRunMs: 7 }, version);
    await expect(store.write(state, version)).rejects.toMatchObject({ code: "E_CONFLICT" });
    expect(await store.read()).toMatchObject({ state: { lastRunMs: 7 }, version: first });
  });
});

it("a run that looked at nothing says why, and which channel still waits", () => {
  const undelivered = [{ sink: "slack:env:\u001b[2J", events: 2, error: null }];
  const summary = aRun({ outcome: "late" });
  expect(runLines({ view: null, events: [anEvent()], summary, undelivered })).toEqual([
    "2026-03-05 17:00 UTC  a newer run was finished before (3.3 s)",
    "2 events wait for slack:env:\\x1b[2J",
  ]);
});

it("the cost is told with the sum that it is", () => {
  const line = costLine(toView(aSnapshot(), [], "9.8.7"), 300_000, { version: 1 });
  const found =
    /^1 quiet target every 5m: about \$([\d.]+) a month in GetMetricData = \((\d+) runs x (\d+) series \+ (\d+) tails x (\d+) series \+ (\d+) sweeps x (\d+) series\) x \$0\.01 a thousand$/.exec(
      line,
    );
  const [, usd, runs, tripwire, tails, tail, sweeps, whole] = (found ?? []).map(Number);
  expect([runs, tails, sweeps]).toEqual([8_640, 2_160, 360]);
  expect(usd).toBeCloseTo((runs! * tripwire! + tails! * tail! + sweeps! * whole!) * 0.00001, 1);
});

it("the examples' commands exist", () => {
  const unit = readFileSync("examples/agent/gatewatch-agent.service", "utf8");
  const dockerfile = readFileSync("examples/agent/Dockerfile", "utf8");
  expect(unit).toMatch(/gatewatch agent --cron "\*\/5 \* \* \* \*" --listen 127\.0\.0\.1:9464 --config /);
  expect(dockerfile).toContain('CMD ["--cron", "*/5 * * * *", "--listen", "0.0.0.0:9464"]');
  expect(parseListen("0.0.0.0:9464").port).toBe(9464);
});
