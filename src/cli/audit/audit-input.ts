import { resolve } from "node:path";

import { defaultRegion } from "../../aws/default-region.ts";
import { addCosts } from "../../collectors/add-costs.ts";
import { matchesApi, matchesStage } from "../../collectors/match-filter.ts";
import type { OnProgress, TargetFilter } from "../../collectors/account-reader.ts";
import { readFrom } from "../../collectors/files/read-from.ts";
import { ToolError } from "../../core/errors.ts";
import type { AuditReport } from "../../model/audit-result.ts";
import type { Config } from "../../model/config.ts";
import type { Estate } from "../../model/estate.ts";
import { NO_COST, type BlindSpot, type Snapshot } from "../../model/snapshot.ts";
import { estatesOfSnapshot } from "../../posture/estate-of-targets.ts";
import type { AuditOptions } from "../commands/audit.ts";
import type { CliContext } from "../context.ts";
import { createProgress } from "../progress.ts";
import { demoAccount } from "../source/demo-account.ts";
import { DEMO_SEED } from "../source/demo-seed.ts";
import { AWS_FLAGS, refuseTogether, refuseWithout } from "../source/refuse-together.ts";
import { wholeNumber } from "../whole-number.ts";
import { demoEstate } from "./demo-estate.ts";
import { demoTraffic } from "./demo-traffic.ts";
import { readEstateFile } from "./read-estate-file.ts";
import { templateEstates } from "./template-estates.ts";

/** What is judged, with what could not be read of it. */
export interface AuditInput extends Pick<AuditReport, "blindSpots" | "cost"> {
  readonly estates: readonly Estate[];
  /** Traffic to draw advice from; null where there is none. */
  readonly snapshot: Snapshot | null;
  /** "Now": of the demo it is the demo's. */
  readonly nowMs: number;
}

/**
 * Reads what is to be audited: files, a recording, the demo account, or AWS.
 *
 * Errors: E_USAGE where flags do not go together or nothing matches; E_NOTHING_READABLE where no Region could be read; what the sources throw.
 */
export async function auditInput(
  options: AuditOptions,
  config: Config,
  context: CliContext,
): Promise<AuditInput> {
  checkFlags(options);
  const filter: TargetFilter = {
    api: options.api ?? config.include?.api ?? null,
    stage: options.template === undefined ? (options.stage ?? config.include?.stage ?? null) : null,
  };
  const input = await readInput(options, config, context, filter);
  const estates = input.estates.map((estate) => narrowed(estate, filter));
  if (
    estates.every(({ apis }) => apis.length === 0) &&
    (options.api ?? options.stage) !== undefined &&
    options.template === undefined
  ) {
    const names = input.estates.flatMap(({ apis }) => apis.map(({ name, id }) => name ?? id));
    throw new ToolError(
      "E_USAGE",
      `nothing matches ${[options.api, options.stage].filter(Boolean).join(" and ")}`,
      {
        hint:
          names.length === 0
            ? "No API was found at all."
            : `There are ${[...new Set(names)].slice(0, 8).join(", ")}.`,
      },
    );
  }
  return { ...input, estates };
}

/** Said, so that nobody takes what is not decided for what the account does not allow. */
const PARTIAL: BlindSpot = {
  source: "recording",
  target: null,
  code: "PARTIAL_DATA",
  hint: "It holds what a report needs of a stage. gatewatch audit --record FILE writes down all that the audit asks for.",
};

async function readInput(
  options: AuditOptions,
  config: Config,
  context: CliContext,
  filter: TargetFilter,
): Promise<AuditInput> {
  if (options.template !== undefined) {
    const { estates, blindSpots } = await templateEstates(options, context);
    return { estates, blindSpots, cost: null, snapshot: null, nowMs: context.now() };
  }
  if (options.demo) {
    const seed = options.seed === undefined ? DEMO_SEED : wholeNumber("--seed", options.seed, 0, 2 ** 31 - 1);
    const account = demoAccount(seed);
    return {
      estates: [await demoEstate(account)],
      blindSpots: [],
      cost: null,
      snapshot: demoTraffic(account),
      nowMs: account.nowMs,
    };
  }
  if (options.from !== undefined) {
    const path = resolve(context.cwd, options.from);
    const recorded = await readEstateFile(path);
    if (recorded !== null)
      return { estates: recorded, blindSpots: [], cost: null, snapshot: null, nowMs: context.now() };
    const snapshot = await readFrom(path);
    const blindSpots = [...snapshot.blindSpots, PARTIAL];
    return { estates: estatesOfSnapshot(snapshot), blindSpots, cost: null, snapshot, nowMs: context.now() };
  }
  const progress = await createProgress(context.stderr, options.quiet === true);
  try {
    return await fromAws(options, config, context, filter, progress.onProgress);
  } finally {
    progress.stop();
  }
}

async function fromAws(
  options: AuditOptions,
  config: Config,
  context: CliContext,
  filter: TargetFilter,
  onProgress: OnProgress,
): Promise<AuditInput> {
  const { awsAccountReader } = await import("../../collectors/aws-account-reader.ts");
  const { profile, roleArn, endpointUrl } = options;
  const nowMs = context.now();
  const regions = options.region ?? config.regions ?? [await defaultRegion(profile)];
  const readers = [...new Set(regions)].map((region) =>
    awsAccountReader({ region, profile, roleArn, endpointUrl, nowMs }),
  );
  try {
    const readings = await Promise.all(readers.map((reader) => reader.readEstate(filter, onProgress)));
    const blindSpots = readings.flatMap((reading) => reading.blindSpots);
    if (readings.every(({ isBlind }) => isBlind)) {
      const [first] = blindSpots;
      throw new ToolError(
        "E_NOTHING_READABLE",
        `no API could be listed in ${regions.join(", ")}${first ? ` (${first.code})` : ""}`,
        first ? { hint: first.hint } : {},
      );
    }
    return {
      estates: readings.map(({ estate }) => estate),
      blindSpots,
      cost: readers.map((reader) => reader.cost()).reduce(addCosts, NO_COST),
      snapshot: null,
      nowMs,
    };
  } finally {
    for (const reader of readers) reader.close();
  }
}

/** Where single APIs are asked for, so are the domains that lead to them, and nothing else that they share. */
function narrowed(estate: Estate, filter: TargetFilter): Estate {
  if (filter.api === null && filter.stage === null) return estate;
  const apis = estate.apis
    .filter(({ name, id }) => matchesApi(filter, name ?? null, id))
    .map((api) => ({ ...api, stages: api.stages.filter(({ name }) => matchesStage(filter, name)) }))
    .filter(({ stages }) => filter.stage === null || stages.length > 0);
  const { vpcLinks: _links, domains, ...rest } = estate;
  const led = domains?.filter(({ mappings }) =>
    mappings?.some(({ apiId }) => apis.some(({ id }) => id === apiId)),
  );
  return { ...rest, apis, ...(led === undefined ? {} : { domains: led }) };
}

function checkFlags(options: AuditOptions): void {
  if (options.template !== undefined) {
    const reach = AWS_FLAGS.filter(([key]) => key !== "region");
    const others = [["demo", "--demo"], ["from", "--from"], ["record", "--record"], ...reach] as const;
    refuseTogether("--template", options, others, "files are all that is looked at");
    if ((options.region?.length ?? 0) > 1) {
      throw new ToolError(
        "E_USAGE",
        `--region was given ${options.region?.length ?? 0} times with --template, expected once`,
        {
          hint: "It says where the templates are deployed to: audit them once for each Region.",
        },
      );
    }
  } else {
    refuseWithout("--template", options, [["parameter", "--parameter"]]);
  }
  if (options.demo) {
    refuseTogether(
      "--demo",
      options,
      [["from", "--from"], ...AWS_FLAGS],
      "the demo account lives in this process",
    );
  } else {
    refuseWithout("--demo", options, [["seed", "--seed"]]);
  }
  if (options.from !== undefined) {
    refuseTogether("--from", options, AWS_FLAGS, "nothing is asked of AWS, the data are there already");
  }
}
