import { join, resolve } from "node:path";

import { makeDirectory } from "../../collectors/files/make-directory.ts";
import { writeAtomically } from "../../collectors/files/write-atomically.ts";
import { writeSnapshot } from "../../collectors/files/write-snapshot.ts";
import type { Window } from "../../core/window.ts";
import type { Account } from "../../simulate/account.ts";
import type { SimulatedAccount } from "../../simulate/create-account.ts";
import type { CliContext } from "../context.ts";
import type { Progress } from "../progress.ts";
import { accountSnapshot } from "../source/account-snapshot.ts";

/** Longest stretch of requests that a log is written for; requests exist only where the plan has them. */
const ALL: Window = { startMs: -Infinity, endMs: Infinity };

/**
 * Writes the account as files: a recording (snapshot.json, series.ndjson), the answer key (truth.json), and
 * where single requests exist logs/ and traces.ndjson.
 *
 * Errors: E_USAGE where the folder cannot be made, E_BAD_INPUT where a file cannot be written.
 */
export async function writeAccount(
  account: SimulatedAccount,
  out: string,
  context: Pick<CliContext, "stdout" | "stderr" | "cwd">,
  progress: Progress,
): Promise<void> {
  const directory = resolve(context.cwd, out);
  await makeDirectory(join(directory, "logs"));
  const snapshot = await accountSnapshot(account, progress.onProgress).finally(() => progress.stop());
  const files = (await writeSnapshot(directory, snapshot)).map(({ path }) => path);
  const write = async (name: string, chunks: Iterable<string>): Promise<void> => {
    const path = join(directory, name);
    await writeAtomically(path, chunks);
    files.push(path);
  };
  await write("truth.json", [`${JSON.stringify(account.truths, null, 2)}\n`]);
  for (const { name } of account.logGroups()) {
    const lines = logLines(account, name);
    if (!isEmpty(lines())) await write(join("logs", logFileName(name)), lines());
  }
  const traces = traceLines(account);
  if (!isEmpty(traces())) await write("traces.ndjson", traces());
  context.stdout.write(`${files.join("\n")}\n`);
  for (const { incident, target, firstEffectMs } of account.truths) {
    if (firstEffectMs === null)
      context.stderr.write(`note: ${incident} had no effect on ${target}; another --target may show it\n`);
  }
}

/** Access logs as the lines that were logged; execution logs as events, since a line alone has no time. */
function logLines(account: Account, group: string): () => Iterable<string> {
  const isExecutionLog = group.startsWith("API-Gateway-Execution-Logs");
  return function* lines() {
    for (const { eventId, streamName, timestampMs, message } of account.logEvents(group, ALL)) {
      const event = { eventId, logStreamName: streamName, timestamp: timestampMs, message };
      yield `${isExecutionLog ? JSON.stringify(event) : message}\n`;
    }
  };
}

function traceLines(account: Account): () => Iterable<string> {
  return function* lines() {
    for (const trace of account.traces(ALL)) yield `${JSON.stringify(trace)}\n`;
  };
}

function isEmpty(chunks: Iterable<string>): boolean {
  return chunks[Symbol.iterator]().next().done === true;
}

/** Group names hold slashes and whatever an API is called. */
function logFileName(group: string): string {
  const extension = group.startsWith("API-Gateway-Execution-Logs") ? "ndjson" : "log";
  return `${group.replace(/^\/+/, "").replace(/[^\w.-]+/g, "_")}.${extension}`;
}
