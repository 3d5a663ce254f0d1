import type { AwsPlace } from "./aws-place.ts";
import { awsAccountReader } from "../../collectors/aws-account-reader.ts";
import { logGroupOf } from "../../collectors/logs/log-group-of.ts";
import { matchesApi, matchesStage } from "../../collectors/match-filter.ts";
import { ToolError } from "../../core/errors.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";

/** A log group, where it lies, and the Format of the lines in it. */
export interface FoundLogGroup {
  readonly logGroup: string;
  readonly region: string;
  readonly format: string;
  /** The stages that write to it. */
  readonly targets: readonly string[];
}

const LISTED = 8;

/**
 * The log group that the APIs and stages asked for write to, from the stages' own settings.
 *
 * Errors: E_USAGE where the patterns match no stage, or stages with several logs; E_NOTHING_READABLE where none of them has
 * a log group, or the settings cannot be read; E_CREDENTIALS.
 */
export async function findLogGroup(place: AwsPlace): Promise<FoundLogGroup> {
  const { options, regions } = place;
  const filter = { api: options.api ?? null, stage: options.stage ?? null };
  const blindSpots: BlindSpot[] = [];
  const targets: Target[] = [];
  for (const region of regions) {
    const { profile, roleArn, endpointUrl } = options;
    const reader = awsAccountReader({ region, profile, roleArn, endpointUrl, nowMs: place.nowMs });
    try {
      const inventory = await reader.inventory(filter, () => undefined);
      blindSpots.push(...inventory.blindSpots);
      targets.push(...inventory.targets);
    } finally {
      reader.close();
    }
  }
  const wanted = targets.filter(
    ({ apiName, apiId, stage }) => matchesApi(filter, apiName, apiId) && matchesStage(filter, stage),
  );
  if (wanted.length === 0) throw noStage(place, blindSpots);
  return onlyLog(wanted);
}

function onlyLog(targets: readonly Target[]): FoundLogGroup {
  const logs = new Map<string, FoundLogGroup>();
  const without: BlindSpot[] = [];
  for (const target of targets) {
    const logGroup = logGroupOf(target);
    if (typeof logGroup !== "string") {
      without.push(logGroup);
      continue;
    }
    const name = JSON.stringify([target.region, logGroup]);
    const format = target.configuration?.accessLog?.format ?? "";
    const others = logs.get(name)?.targets ?? [];
    logs.set(name, { logGroup, region: target.region, format, targets: [...others, target.id] });
  }
  const [found, ...others] = logs.values();
  if (found === undefined) {
    throw new ToolError("E_NOTHING_READABLE", `none of ${targets.length} stages has a log group to read`, {
      details: without.slice(0, LISTED).map(({ target, hint }) => `${target ?? ""}: ${hint}`),
    });
  }
  if (others.length === 0) return found;
  throw new ToolError("E_USAGE", `${logs.size} access logs match, and one is read at a time`, {
    details: [...logs.values()]
      .slice(0, LISTED)
      .map(({ logGroup, targets: writers }) => `${logGroup} (${writers.join(", ")})`),
    hint: "Narrow --api and --stage, or name one of them with --log-group.",
  });
}

function noStage({ options, regions }: AwsPlace, blindSpots: readonly BlindSpot[]): ToolError {
  const [first] = blindSpots;
  if (first !== undefined) {
    return new ToolError(
      "E_NOTHING_READABLE",
      `the stages of ${regions.join(", ")} could not be read (${first.code}), and so not where their logs are`,
      { hint: `${first.hint} Or name the log group with --log-group.` },
    );
  }
  const asked = [
    options.api === undefined ? "" : `API "${options.api}"`,
    options.stage === undefined ? "" : `stage "${options.stage}"`,
  ].filter((part) => part !== "");
  return new ToolError("E_USAGE", `nothing in ${regions.join(", ")} matches ${asked.join(" with ")}`, {
    hint: "Check the patterns and the region; names, ids and globs match.",
  });
}
