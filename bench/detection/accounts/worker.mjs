// Does one job after the other: a thread of judge-accounts.mjs.
import { parentPort } from "node:worker_threads";

import { ALL_CASES } from "./cases.mjs";
import { createHost } from "./host.mjs";
import { judgeQuiet } from "./judge-quiet.mjs";
import { tryIncident } from "./try-incident.mjs";

parentPort.on("message", (job) => {
  const { host, level, seed, days, checks } = job;
  const answer = days === undefined ? tryAll(job) : [judgeQuiet(host, level, seed, days, checks)];
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A thread, not a window.
  parentPort.postMessage(answer);
});

/** Every case on the hosts of one seed and level; the flavours that an incident knows take turns with the seeds. */
function tryAll({ level, seed, strengths, families }) {
  const hosts = new Map();
  return ALL_CASES.filter(
    ({ strength, family }) => strengths.includes(strength) && (families?.includes(family) ?? true),
  ).map((planned) => {
    const kind = planned.hosts[seed % planned.hosts.length];
    const host = hosts.get(kind) ?? createHost(kind, level, seed);
    hosts.set(kind, host);
    return tryIncident(host, planned, seed);
  });
}
