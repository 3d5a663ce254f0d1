// Judges one seed after the other: a thread of judge.mjs.
import { parentPort } from "node:worker_threads";

import { CASES } from "./cases.mjs";
import { createHost, tryCase } from "./trial.mjs";

parentPort.on("message", async (seed) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread, not a window.
  parentPort.postMessage(await trySeed(seed));
});

/** The whole catalogue; the flavours that an incident knows take turns with the seeds. */
async function trySeed(seed) {
  const hosts = new Map();
  const results = [];
  for (const planned of CASES) {
    const kind = planned.hosts[seed % planned.hosts.length];
    const host = hosts.get(kind) ?? createHost(kind, seed);
    hosts.set(kind, host);
    results.push(...(await tryCase(host, planned)));
  }
  return results;
}
