import { resolve } from "node:path";

import { toCoverage } from "../../alarms/lint/coverage.ts";
import type { LintContext } from "../../alarms/lint/lint-context.ts";
import { defaultRegion } from "../../aws/default-region.ts";
import { QUOTAS } from "../../catalog/quotas.ts";
import { matchesApi, matchesStage } from "../../collectors/match-filter.ts";
import { readFrom } from "../../collectors/files/read-from.ts";
import { ToolError } from "../../core/errors.ts";
import type { Config } from "../../model/config.ts";
import type { AlarmCollection } from "../../model/declared-alarm.ts";
import type { LintReport } from "../../model/lint-finding.ts";
import type { Target } from "../../model/target.ts";
import type { SimulatedAccount } from "../../simulate/create-account.ts";
import { LIVE } from "../alarms-history/read-sets.ts";
import { readAlarms } from "../alarms-source/read-alarms.ts";
import type { LintOptions } from "../commands/alarms/lint.ts";
import type { CliContext } from "../context.ts";
import { createProgress } from "../progress.ts";
import { demoAccount } from "../source/demo-account.ts";
import { DEMO_SEED } from "../source/demo-seed.ts";
import { maxCostUsd } from "../source/max-cost-usd.ts";
import { AWS_FLAGS, refuseTogether, refuseWithout } from "../source/refuse-together.ts";
import { wholeNumber } from "../whole-number.ts";
import { demoLintReader, type LintReader } from "./lint-reader.ts";
import { readLintAccount, type LintAccount } from "./read-lint-account.ts";

/** What is judged, with all that is known of it. */
export interface LintInput extends Pick<LintReport, "blindSpots" | "cost"> {
  readonly context: LintContext;
  /** What could not be read of files. */
  readonly problems: AlarmCollection["problems"];
  /** "Now": of the demo it is the demo's. */
  readonly nowMs: number;
}

/** An alarm flaps that changes its state more often within 24 hours. */
const CHANGES_A_DAY = 10;
const NOT_ASKED = {
  deployed: null,
  partial: new Set<string>(),
  region: null,
  targets: null,
  inventoried: new Set<string>(),
  series: null,
  metrics: null,
  topics: null,
  history: null,
} as const;

/**
 * Reads the alarms, and what is asked for of the account or the recording.
 *
 * Errors: E_USAGE where flags do not go together; what the sources throw.
 */
export async function lintInput(typed: LintOptions, config: Config, context: CliContext): Promise<LintInput> {
  const options = withoutLiveWord(typed);
  checkFlags(options);
  const collections =
    options.alarms === undefined
      ? null
      : await readAlarms(options.alarms, options.parameter ?? [], context, options.quiet);
  const files = collections?.flatMap(({ alarms }) => alarms) ?? null;
  const problems = collections?.flatMap((collection) => collection.problems) ?? [];
  const settings = {
    restTimeoutMs: config.alarms?.lint?.restTimeoutMs ?? QUOTAS.rest.integrationTimeoutMs,
    changesADay: config.alarms?.lint?.changesADay ?? CHANGES_A_DAY,
    coverage: null,
  };
  const isWanted = options.coverage === true || files === null;
  const covered = (known: LintContext): LintContext => {
    const targets = known.targets?.filter((target) => isIncluded(target, config)) ?? null;
    return isWanted && targets !== null ? { ...known, coverage: toCoverage(known, targets) } : known;
  };
  if (options.live || options.demo) {
    const nowMs = options.demo ? accountOf(options).nowMs : context.now();
    const { blindSpots, cost, ...account } = await readAccount(options, config, context, files, nowMs);
    return { context: covered({ ...account, ...settings }), problems, nowMs, blindSpots, cost };
  }
  const snapshot = options.from === undefined ? null : await readFrom(resolve(context.cwd, options.from));
  const recorded = { targets: snapshot?.targets ?? null, series: snapshot?.series ?? null };
  const known = { ...NOT_ASKED, ...settings, ...recorded, alarms: files ?? [] };
  return { context: covered(known), problems, nowMs: context.now(), blindSpots: [], cost: null };
}

/** What the configuration leaves out needs no alarms. */
function isIncluded({ apiName, apiId, stage }: Target, { include }: Config): boolean {
  const filter = { api: include?.api ?? null, stage: include?.stage ?? null };
  return matchesApi(filter, apiName, apiId) && matchesStage(filter, stage);
}

async function readAccount(
  options: LintOptions,
  config: Config,
  context: CliContext,
  files: LintContext["alarms"] | null,
  nowMs: number,
): Promise<LintAccount> {
  const limitUsd = maxCostUsd(options.maxCost, config);
  const readers = await readersOf(options, config, nowMs);
  const progress = await createProgress(context.stderr, options.quiet === true);
  try {
    if (files !== null) refuseSeveral(readers);
    return await readLintAccount(readers, files, { nowMs, maxCostUsd: limitUsd }, progress.onProgress);
  } finally {
    progress.stop();
    for (const reader of readers) reader.close();
  }
}

type Closable = LintReader & { close(): void };

async function readersOf(options: LintOptions, config: Config, nowMs: number): Promise<Closable[]> {
  if (options.demo) return [{ ...demoLintReader(accountOf(options)), close: () => undefined }];
  const { awsAccountReader } = await import("../../collectors/aws-account-reader.ts");
  const { profile, roleArn, endpointUrl } = options;
  const regions = options.region ?? config.regions ?? [await defaultRegion(profile)];
  return [...new Set(regions)].map((region) =>
    awsAccountReader({ region, profile, roleArn, endpointUrl, nowMs }),
  );
}

function accountOf({ seed }: LintOptions): SimulatedAccount {
  return demoAccount(seed === undefined ? DEMO_SEED : wholeNumber("--seed", seed, 0, 2 ** 31 - 1));
}

/** `--alarms live`, as other commands have it, is `--live`. */
function withoutLiveWord({ alarms, ...options }: LintOptions): LintOptions {
  const paths = alarms?.filter((path) => path !== LIVE) ?? [];
  const isLive = options.live === true || paths.length !== (alarms ?? []).length;
  return {
    ...options,
    ...(paths.length > 0 ? { alarms: paths } : {}),
    ...(isLive ? { live: true as const } : {}),
  };
}

function checkFlags(options: LintOptions): void {
  const why = "the demo account lives in this process";
  if (options.demo)
    refuseTogether("--demo", options, [["live", "--live"], ["from", "--from"], ...AWS_FLAGS], why);
  else refuseWithout("--demo", options, [["seed", "--seed"]]);
  if (options.live) {
    refuseTogether("--live", options, [["from", "--from"]], "the account knows more than a recording of it");
  }
  if (options.alarms === undefined && !options.live && !options.demo) {
    throw new ToolError("E_USAGE", "no alarms are named", {
      hint: "For example: gatewatch alarms lint --alarms template.yaml, or --live for those that are deployed; --help shows more.",
    });
  }
  if (options.coverage && !options.live && !options.demo && options.from === undefined) {
    throw new ToolError("E_USAGE", "--coverage needs to know which stages there are", {
      hint: "Add --live, or --from with a recording.",
    });
  }
}

function refuseSeveral(readers: readonly LintReader[]): void {
  if (readers.length <= 1) return;
  const names = readers.map(({ region }) => region).join(", ");
  throw new ToolError("E_USAGE", `files are judged against one Region at a time, not against ${names}`, {
    hint: "Give one --region, and run it once for each.",
  });
}
