import { createClients, type AwsClients } from "../../aws/clients.ts";
import { CostMeter } from "../../aws/cost-meter.ts";
import { defaultRegion } from "../../aws/default-region.ts";
import { pauseFor } from "../../aws/pause.ts";
import { budgetFor } from "../../aws/rate-budget.ts";
import { ScanAllowance } from "../../aws/scan-allowance.ts";
import type { LogAccess } from "../../collectors/logs/log-request.ts";
import { ToolError } from "../../core/errors.ts";
import type { Window } from "../../core/window.ts";
import type { Config } from "../../model/config.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { maxCostUsd } from "../source/max-cost-usd.ts";
import { toEndMs, toLengthMs } from "../source/selection.ts";
import { floorTo, MINUTE_MS } from "../../core/window.ts";
import type { LogsSourceOptions } from "./source-options.ts";

const DEFAULT_SINCE = "1h";

/** What every source in AWS needs: where, when and at which price. */
export interface AwsPlace {
  readonly options: LogsSourceOptions;
  readonly regions: readonly string[];
  readonly window: Window;
  /** Null: no limit. */
  readonly maxCostUsd: number | null;
  readonly nowMs: number;
  /** Ends what runs. */
  readonly signal: AbortSignal;
  /** A sentence for stderr; nothing with --quiet. */
  readonly note: (text: string) => void;
}

/** Errors: E_USAGE where a time, a length or a sum is none, or no region is set; E_CONFIG. */
export async function awsPlace(
  options: LogsSourceOptions,
  context: CliContext,
  note: (text: string) => void,
): Promise<AwsPlace> {
  const { config } = await loadConfig(options.config, context.cwd);
  const nowMs = context.now();
  const endMs = toEndMs(options.until, floorTo(nowMs, MINUTE_MS));
  const startMs = floorTo(endMs - toLengthMs(options.since ?? DEFAULT_SINCE, endMs, nowMs), MINUTE_MS);
  return {
    options,
    regions: await regionsOf(options, config),
    window: { startMs, endMs },
    maxCostUsd: maxCostUsd(options.maxCost, config),
    nowMs,
    signal: context.interruption(),
    note,
  };
}

/** An ARN names its region itself. */
async function regionsOf(
  { region, logGroup, profile }: LogsSourceOptions,
  config: Config,
): Promise<string[]> {
  const ofArn = /^arn:[^:]+:logs:([^:]+):/.exec(logGroup ?? "")?.[1];
  if (ofArn !== undefined) return [ofArn];
  return [...new Set(region ?? config.regions ?? [await defaultRegion(profile)])];
}

/** The one region of what lies in one region. Errors: E_USAGE where several were named. */
export function onlyRegion({ regions }: AwsPlace, what: string): string {
  const [region, ...others] = regions;
  if (region !== undefined && others.length === 0) return region;
  throw new ToolError("E_USAGE", `${what} lies in one region, and ${regions.length} were named`, {
    hint: `Give one --region of ${regions.join(", ")}.`,
  });
}

/** Clients for one region, closed whatever `use` comes to. An interruption is told as such, not as a failure. */
export async function withClients<Result>(
  place: AwsPlace,
  region: string,
  use: (clients: AwsClients, access: LogAccess) => Promise<Result>,
): Promise<Result> {
  const { profile, roleArn, endpointUrl } = place.options;
  const meter = new CostMeter();
  const clients = createClients({ region, profile, roleArn, endpointUrl }, meter);
  const endpoint = endpointUrl ?? process.env["AWS_ENDPOINT_URL"];
  const budget = budgetFor(region, endpoint);
  const pause = pauseFor(endpoint);
  const { signal } = place;
  try {
    return await use(clients, {
      logs: () => clients.cloudWatchLogs(),
      budget,
      pause,
      meter,
      allowance: new ScanAllowance(place.maxCostUsd),
      region,
      signal,
    });
  } catch (thrown) {
    if (!signal.aborted || thrown instanceof ToolError) throw thrown;
    throw new ToolError(
      "E_NOTHING_READABLE",
      "interrupted before there was a result; what ran in AWS was stopped",
      {
        cause: thrown,
      },
    );
  } finally {
    clients.destroy();
  }
}
