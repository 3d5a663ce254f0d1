import type { OnProgress } from "../../collectors/account-reader.ts";
import type { AlarmQuestions, AlarmsFrom } from "../../collectors/collect.ts";
import type { Config } from "../../model/config.ts";
import { settingsFor } from "../../model/settings-for.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { wholeNumber } from "../whole-number.ts";
import { DEMO_SEED } from "./demo-seed.ts";
import { logEngine, type LogsOption } from "./logs-option.ts";
import { AWS_FLAGS, refuseTogether, refuseWithout } from "./refuse-together.ts";
import { toAsked } from "./selection.ts";
import type { WindowOptions } from "./window-options.ts";

export interface SourceOptions extends GlobalOptions, WindowOptions, LogsOption {
  readonly demo?: true;
  readonly seed?: string;
  readonly from?: string;
}

/**
 * The snapshot that a command is about: of the demo account, of files, or of AWS; with what the access logs say of
 * its findings, which files have or have not. Only what the source needs is loaded.
 *
 * @param alarmsAt what to read for alarms besides, where an account is asked, or how that follows from everything else; what files have of it is there anyway.
 * Errors: E_USAGE where the flags do not go together, and whatever the source throws.
 */
export async function obtainSnapshot(
  options: SourceOptions,
  config: Config,
  context: CliContext,
  onProgress: OnProgress,
  alarmsAt?: (nowMs: number) => AlarmQuestions | AlarmsFrom,
): Promise<Snapshot> {
  checkSource(options);
  const asked = toAsked(options, config);
  const engine = logEngine(options);
  if (options.demo) {
    const seed = options.seed === undefined ? DEMO_SEED : wholeNumber("--seed", options.seed, 0, 2 ** 31 - 1);
    const { demoSnapshot } = await import("./demo-snapshot.ts");
    const logs = engine === null ? null : { engine, maxCostUsd: null, settingsFor: settingsFor(config) };
    return demoSnapshot(seed, asked, onProgress, logs, alarmsAt);
  }
  if (options.from !== undefined) {
    const { fileSnapshot } = await import("./file-snapshot.ts");
    return fileSnapshot(options.from, context.cwd, asked);
  }
  const { awsSnapshot } = await import("./aws-snapshot.ts");
  const nowMs = context.now();
  return awsSnapshot(options, config, asked, nowMs, onProgress, engine, alarmsAt?.(nowMs));
}

function checkSource(options: SourceOptions): void {
  if (options.demo) {
    const others = [["from", "--from"], ...AWS_FLAGS] as const;
    refuseTogether("--demo", options, others, "the demo account lives in this process");
  } else {
    refuseWithout("--demo", options, [["seed", "--seed"]]);
  }
  if (options.from !== undefined) {
    const others = [["logs", "--logs"], ...AWS_FLAGS] as const;
    refuseTogether("--from", options, others, "nothing is asked of AWS, the data are there already");
  }
}
