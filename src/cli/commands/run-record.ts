import { randomBytes } from "node:crypto";
import { resolve } from "node:path";

import type { AlarmQuestions } from "../../collectors/collect.ts";
import { makeDirectory } from "../../collectors/files/make-directory.ts";
import { redactSnapshot, type Redaction } from "../../collectors/files/redact.ts";
import { writeSnapshot } from "../../collectors/files/write-snapshot.ts";
import { floorTo, MINUTE_MS } from "../../core/window.ts";
import type { Config } from "../../model/config.ts";
import { alarmQuestions } from "../alarms-history/alarm-questions.ts";
import { readSets } from "../alarms-history/read-sets.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { createProgress } from "../progress.ts";
import { obtainSnapshot } from "../source/obtain-snapshot.ts";
import { refuseTogether } from "../source/refuse-together.ts";
import { toAsked, toEndMs } from "../source/selection.ts";
import { recordText } from "./record-text.ts";
import type { RecordOptions } from "./record.ts";

/** `gatewatch record`: collects as a report does, redacts, writes. */
export async function runRecord(options: RecordOptions, context: CliContext): Promise<void> {
  if (options.raw) refuseTogether("--raw", options, [["redactKey", "--redact-key"]], "nothing is replaced");
  const { config } = await loadConfig(options.config, context.cwd);
  const directory = resolve(context.cwd, options.out);
  // Before anything is read, so that nobody pays for what has nowhere to go.
  await makeDirectory(directory);
  const alarmsAt = await alarmsToRecord(options, config, context);
  const progress = await createProgress(context.stderr, options.quiet === true);
  const found = await obtainSnapshot(options, config, context, progress.onProgress, alarmsAt).finally(() =>
    progress.stop(),
  );
  const redaction: Redaction | undefined = options.raw
    ? undefined
    : redactSnapshot(found, options.redactKey ?? randomBytes(32).toString("hex"));
  const snapshot = redaction?.snapshot ?? found;
  const files = await writeSnapshot(directory, snapshot, { gzip: options.gzip === true });
  context.stdout.write(recordText({ snapshot, files, replaced: redaction?.replaced, out: options.out }));
}

/** What the alarms watch, asked for up to the end of the recording; undefined where none are named. */
async function alarmsToRecord(
  options: RecordOptions,
  config: Config,
  context: CliContext,
): Promise<((nowMs: number) => AlarmQuestions) | undefined> {
  if (options.alarms === undefined) return undefined;
  refuseTogether("--alarms", options, [["from", "--from"]], "what is recorded already holds no more");
  const { checked } = await readSets(options.alarms, options, config, context);
  return (nowMs) => {
    const endMs = toEndMs(toAsked(options, config).until, floorTo(nowMs, MINUTE_MS));
    return alarmQuestions([checked.set], { lengthMs: null, endMs }, nowMs);
  };
}
