import { randomBytes } from "node:crypto";
import { resolve } from "node:path";

import { makeDirectory } from "../../collectors/files/make-directory.ts";
import { redactSnapshot, type Redaction } from "../../collectors/files/redact.ts";
import { writeSnapshot } from "../../collectors/files/write-snapshot.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { createProgress } from "../progress.ts";
import { obtainSnapshot } from "../source/obtain-snapshot.ts";
import { refuseTogether } from "../source/refuse-together.ts";
import { recordText } from "./record-text.ts";
import type { RecordOptions } from "./record.ts";

/** `gatewatch record`: collects as a report does, redacts, writes. */
export async function runRecord(options: RecordOptions, context: CliContext): Promise<void> {
  if (options.raw) refuseTogether("--raw", options, [["redactKey", "--redact-key"]], "nothing is replaced");
  const { config } = await loadConfig(options.config, context.cwd);
  const directory = resolve(context.cwd, options.out);
  // Before anything is read, so that nobody pays for what has nowhere to go.
  await makeDirectory(directory);
  const progress = await createProgress(context.stderr, options.quiet === true);
  const found = await obtainSnapshot(options, config, context, progress.onProgress).finally(() =>
    progress.stop(),
  );
  const redaction: Redaction | undefined = options.raw
    ? undefined
    : redactSnapshot(found, options.redactKey ?? randomBytes(32).toString("hex"));
  const snapshot = redaction?.snapshot ?? found;
  const files = await writeSnapshot(directory, snapshot, { gzip: options.gzip === true });
  context.stdout.write(recordText({ snapshot, files, replaced: redaction?.replaced, out: options.out }));
}
