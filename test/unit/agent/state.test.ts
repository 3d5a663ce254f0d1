import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { decodeState } from "../../../src/agent/state/decode-state.ts";
import { EMPTY_STATE } from "../../../src/agent/state/empty-state.ts";
import { encodeState } from "../../../src/agent/state/encode-state.ts";
import { fileStateStore } from "../../../src/agent/state/file-store.ts";
import { s3StateStore } from "../../../src/agent/state/s3-store.ts";
import type { StateStore } from "../../../src/agent/state/state-store.ts";
import { createClients } from "../../../src/aws/clients.ts";
import { CostMeter } from "../../../src/aws/cost-meter.ts";
import { startLoopback, type Loopback } from "../../../src/loopback/start-loopback.ts";
import type { AgentState } from "../../../src/model/agent-state.ts";
import { anAgentState, anIncident } from "../../support/agent-state.ts";
import { collectorAccount } from "../../support/collector-account.ts";
import { stubAwsEnvironment } from "../../support/stub-aws-environment.ts";

interface Place {
  readonly open: () => StateStore;
  /** Writes bytes past the store. */
  readonly overwrite: (bytes: Uint8Array) => Promise<void>;
  readonly readAside: (place: string) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

async function filePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "gatewatch-state-"));
  const path = join(folder, "deep", "agent.json.gz");
  return {
    open: () => fileStateStore(path),
    overwrite: async (bytes) => writeFile(path, bytes),
    readAside: async (place) => readFile(place),
    close: async () => rm(folder, { recursive: true }),
  };
}

async function s3Place(): Promise<Place> {
  stubAwsEnvironment();
  const loopback: Loopback = await startLoopback(collectorAccount(), {
    buckets: new Map([["kept", new Map()]]),
  });
  const clients = createClients({ region: "eu-central-1", endpointUrl: loopback.url }, new CostMeter());
  const key = "state/agent.json.gz";
  return {
    open: () => s3StateStore({ bucket: "kept", key, clients }),
    overwrite: async (bytes) => {
      const { PutObjectCommand } = await import("@aws-sdk/client-s3");
      const client = await clients.s3();
      await client.send(new PutObjectCommand({ Bucket: "kept", Key: key, Body: bytes }));
    },
    readAside: async (place) =>
      loopback.buckets.get("kept")?.get(place.replace("s3://kept/", ""))?.body ?? new Uint8Array(),
    close: async () => {
      clients.destroy();
      await loopback.close();
      vi.unstubAllEnvs();
    },
  };
}

describe.each([
  ["a file", filePlace],
  ["S3", s3Place],
])("state in %s", (_name, make) => {
  let place: Place;
  beforeEach(async () => {
    place = await make();
  });
  afterEach(async () => place.close());

  it("is empty at first, and what was written after that", async () => {
    const store = place.open();
    expect(await store.read()).toEqual({ state: EMPTY_STATE, version: null, setAside: null });
    const version = await store.write(anAgentState(), null);
    expect(await place.open().read()).toEqual({ state: anAgentState(), version, setAside: null });
  });

  it("is written only where nobody wrote meanwhile", async () => {
    const [one, two] = [place.open(), place.open()];
    const first = await one.write(anAgentState({ lastRunMs: 3 }), null);
    await expect(two.write(anAgentState({ lastRunMs: 4 }), null)).rejects.toMatchObject({
      code: "E_CONFLICT",
    });
    await one.write(anAgentState({ lastRunMs: 5 }), first);
    await expect(two.write(anAgentState({ lastRunMs: 6 }), first)).rejects.toMatchObject({
      code: "E_CONFLICT",
    });
    expect((await two.read()).state.lastRunMs).toBe(5);
  });

  it("lets one of many that write at the same time win", async () => {
    const version = await place.open().write(anAgentState({ lastRunMs: 0 }), null);
    const outcomes = await Promise.allSettled(
      [11, 12, 13, 14].map(async (lastRunMs) => place.open().write(anAgentState({ lastRunMs }), version)),
    );
    const won = outcomes.flatMap(({ status }, index) => (status === "fulfilled" ? [11 + index] : []));
    expect(won).toEqual([(await place.open().read()).state.lastRunMs]);
  });

  it("that is broken is put aside, byte by byte, and the run goes on", async () => {
    const version = await place.open().write(anAgentState(), null);
    const broken = Buffer.from("no gzip at all");
    await place.overwrite(broken);
    const read = await place.open().read();
    expect(read.state).toEqual(EMPTY_STATE);
    expect(read.setAside?.why).toMatch(/incorrect header|zlib/i);
    expect(Buffer.from(await place.readAside(read.setAside?.place ?? ""))).toEqual(broken);
    await expect(place.open().write(anAgentState(), version)).rejects.toMatchObject({ code: "E_CONFLICT" });
    await place.open().write(anAgentState({ lastRunMs: 21 }), read.version);
    expect((await place.open().read()).state.lastRunMs).toBe(21);
  });
});

describe("a file's lock", () => {
  it("of a process that died is broken, that of one that lives is waited for", async () => {
    const place = await filePlace();
    const store = place.open();
    await store.write(anAgentState(), null);
    const lock = `${store.place}.lock`;
    await writeFile(lock, "");
    const { version } = await store.read();
    await expect(store.write(anAgentState(), version)).rejects.toMatchObject({ code: "E_CONFLICT" });
    await utimes(lock, 0, 0);
    await store.write(anAgentState({ lastRunMs: 8 }), version);
    expect((await store.read()).state.lastRunMs).toBe(8);
    // Nothing is left lying about.
    expect(await readdir(join(store.place, ".."))).toEqual(["agent.json.gz"]);
    await place.close();
  });

  it("is cleaned up after, as are the files of writers that died, and no others", async () => {
    const place = await filePlace();
    const store = place.open();
    const version = await store.write(anAgentState(), null);
    const id = "0f3c9a52-7b1e-4d66-8a20-5e9d31c7b408";
    const leftovers = [`.${id}.tmp`, `.lock.${id}`];
    const kept = [`.${id.replace("0", "1")}.tmp`, ".broken-0123456789ab", ".tmp", `.${id}.tmp.of-yours`];
    for (const name of [...leftovers, ...kept]) await writeFile(`${store.place}${name}`, "");
    for (const name of [...leftovers, ...kept.slice(1)]) await utimes(`${store.place}${name}`, 0, 0);
    await store.write(anAgentState({ lastRunMs: 9 }), version);
    const left = await readdir(join(store.place, ".."));
    expect(left.toSorted()).toEqual(["", ...kept].map((name) => `agent.json.gz${name}`).toSorted());
    await place.close();
  });

  it("is written also where something that looks like such a file cannot be removed", async () => {
    const place = await filePlace();
    const store = place.open();
    const version = await store.write(anAgentState(), null);
    const folder = `${store.place}.0f3c9a52-7b1e-4d66-8a20-5e9d31c7b408.tmp`;
    await mkdir(folder);
    await utimes(folder, 0, 0);
    await expect(store.write(anAgentState({ lastRunMs: 9 }), version)).resolves.toBeTruthy();
    await place.close();
  });

  it("says what is wrong with a place that cannot be written", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gatewatch-state-"));
    await writeFile(join(folder, "file"), "");
    const store = fileStateStore(join(folder, "file", "agent.json.gz"));
    await expect(store.write(anAgentState(), null)).rejects.toMatchObject({
      code: "E_UNREACHABLE",
      hint: expect.stringContaining("can be written") as string,
    });
    await rm(folder, { recursive: true });
  });
});

describe("what is saved of a state of which a part is broken", () => {
  const decode = (change: (state: AgentState) => unknown) =>
    decodeState(gzipSync(JSON.stringify(change(anAgentState()))));

  it("is every incident that is whole, and what is still to be told", () => {
    const { state, why } = decode((whole) => ({
      ...whole,
      places: { own: "?" },
      incidents: [{ incident: 1 }, ...whole.incidents],
    }));
    expect(why).toContain("Invalid input");
    expect(state).toEqual({ ...anAgentState(), places: {}, lease: null, dropped: EMPTY_STATE.dropped });
    expect(state.incidents).toHaveLength(1);
  });

  it.each([null, [], 7, "text"])("is nothing of %j", (text) => {
    expect(decode(() => text)).toMatchObject({ state: EMPTY_STATE, why: expect.any(String) as string });
  });

  it("is not touched where a newer version wrote it", () => {
    expect(() => decode((whole) => ({ ...whole, schemaVersion: 2 }))).toThrow("knows up to 1");
  });

  it("is the whole where it is whole", () => {
    expect(decodeState(encodeState(anAgentState()))).toEqual({ state: anAgentState(), why: null });
    expect(anIncident().incident.id).not.toBe("");
  });
});
