import { join, resolve } from "node:path";

import { makeDirectory } from "../../collectors/files/make-directory.ts";
import { writeAtomically } from "../../collectors/files/write-atomically.ts";
import { writeSnapshot } from "../../collectors/files/write-snapshot.ts";
import { MINUTE_MS } from "../../core/window.ts";
import type { SimulatedAccount } from "../../simulate/create-account.ts";
import type { CliContext } from "../context.ts";
import type { Progress } from "../progress.ts";
import { formatBytes } from "../format-bytes.ts";
import { accountSnapshot } from "../source/account-snapshot.ts";
import { type LogPlan, plannedLines, planLogs } from "./simulate-logs.ts";
import { plannedTraces, planTraces, type TracePlan } from "./simulate-traces.ts";

/** Of a log group, unless asked otherwise: the demo account writes less than 200 MB. */
const MAX_LOG_LINES = 15_000;

/**
 * Writes the account as files: a recording (snapshot.json, series.ndjson), the answer key (truth.json), and
 * where single requests exist logs/ and traces.ndjson. What is written of busy logs, and of many traces, is a sample; logs.json
 * says of which logs, and how much.
 *
 * @param maxLogLines about so many lines are written of a log group at most, and so many traces.
 * Errors: E_USAGE where the folder cannot be made, E_BAD_INPUT where a file cannot be written.
 */
export async function writeAccount(
  account: SimulatedAccount,
  out: string,
  context: Pick<CliContext, "stdout" | "stderr" | "cwd">,
  progress: Progress,
  maxLogLines = MAX_LOG_LINES,
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
  const plans = planLogs(account, maxLogLines).filter(({ expectedLines }) => expectedLines > 0);
  context.stderr.write(sizeNote(plans));
  const logged: (LogPlan & { readonly lines: number })[] = [];
  for (const plan of plans) {
    let lines = 0;
    const counted = function* (): Generator<string> {
      for (const line of plannedLines(account, plan)) {
        lines += 1;
        yield line;
      }
    };
    await write(plan.file, counted());
    logged.push({ ...plan, lines });
    const step = { step: "logs", scope: "the made-up account" } as const;
    progress.onProgress({ ...step, done: logged.length, total: plans.length });
  }
  progress.stop();
  await write("logs.json", [`${JSON.stringify({ maxLogLines, logGroups: logged }, null, 2)}\n`]);
  const traces = planTraces(account, maxLogLines);
  if (traces.sample !== null) context.stderr.write(tracesNote(traces));
  if (!isEmpty(plannedTraces(account, traces))) await write("traces.ndjson", plannedTraces(account, traces));
  context.stdout.write(`${files.join("\n")}\n`);
  for (const { incident, target, firstEffectMs } of account.truths) {
    if (firstEffectMs === null)
      context.stderr.write(`note: ${incident} had no effect on ${target}; another --target may show it\n`);
  }
}

/** What there is of logs, and how much of it is written. */
function sizeNote(plans: readonly LogPlan[]): string {
  const bytesOf = (written: boolean): number =>
    plans.reduce((sum, { expectedBytes, sample }) => {
      const share = written && sample !== null ? sample.lengthMs / (sample.everyMinutes * MINUTE_MS) : 1;
      return sum + expectedBytes * share;
    }, 0);
  const sampled = plans.filter(({ sample }) => sample !== null).length;
  const all = formatBytes(bytesOf(false));
  if (sampled === 0) return `note: about ${all} of logs are written\n`;
  const parts = `of ${sampled} of ${plans.length} log groups an even sample`;
  return `note: about ${formatBytes(bytesOf(true))} of ${all} of logs are written: ${parts}; --max-log-lines changes it\n`;
}

function isEmpty(chunks: Iterable<string>): boolean {
  return chunks[Symbol.iterator]().next().done === true;
}

function tracesNote({ expected, sample }: TracePlan): string {
  const share = sample === null ? 1 : sample.lengthMs / (sample.everyMinutes * MINUTE_MS);
  return `note: about ${Math.round(expected * share)} of ${expected} traces are written: an even sample\n`;
}
