import { setTimeout as sleep } from "node:timers/promises";

import { agentAccounts } from "../../agent/agent-accounts.ts";
import { cronSchedule, type NextTime } from "../../agent/daemon/next-time.ts";
import { runSchedule } from "../../agent/daemon/run-schedule.ts";
import { isLoopback, startServer, type RunningServer } from "../../agent/daemon/start-server.ts";
import { StatusBoard } from "../../agent/daemon/status-board.ts";
import type { ReportArchive } from "../../agent/report-archive.ts";
import { runOnce, type AgentAccount, type RunOnceResult } from "../../agent/run-once.ts";
import { createSinks, type Sinks } from "../../agent/sinks/create-sinks.ts";
import { fileStateStore } from "../../agent/state/file-store.ts";
import type { StateStore } from "../../agent/state/state-store.ts";
import { createClients, type AwsClients } from "../../aws/clients.ts";
import { CostMeter } from "../../aws/cost-meter.ts";
import { MINUTE_MS } from "../../core/window.ts";
import type { Config } from "../../model/config.ts";

import { formatUtc } from "../../report/text/format.ts";
import { costLine } from "../agent/cost-line.ts";
import { demoAccounts } from "../agent/demo-accounts.ts";
import { memoryStore } from "../agent/memory-store.ts";
import { parseListen } from "../agent/parse-listen.ts";
import { runLines } from "../agent/run-line.ts";
import { statePath } from "../agent/state-path.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { errorText } from "../error-text.ts";
import { EXIT } from "../exit-codes.ts";
import { DEMO_SEED } from "../source/demo-seed.ts";
import { maxCostUsd } from "../source/max-cost-usd.ts";
import { AWS_FLAGS, refuseTogether, refuseWithout } from "../source/refuse-together.ts";
import { flagDurationMs, toAsked } from "../source/selection.ts";
import { toolVersion } from "../version.ts";
import { wholeNumber } from "../whole-number.ts";
import type { AgentOptions } from "./agent.ts";

/** A run may take most of the time to the next; a hung one does not hold up the schedule for ever. */
const SHARE_OF_PAUSE = 0.9;
const SHORTEST_RUN_MS = MINUTE_MS;
const LONGEST_RUN_MS = 10 * MINUTE_MS;
/** So many pauses without a good run, and the agent is not healthy. */
const PAUSES_TO_UNHEALTHY = 3;
const SHORTEST_AGE_MS = 10 * MINUTE_MS;

/** `gatewatch agent`: runs of the agent, one or many, and what they say over HTTP. */
export async function runAgent(options: AgentOptions, context: CliContext): Promise<void> {
  const listen = options.listen === undefined ? null : parseListen(options.listen);
  if (options.once) refuseTogether("--once", options, [["listen", "--listen"]], "nobody is there to serve");
  const jitterMs = flagDurationMs("--jitter", options.jitter);
  const config = await configOf(options, context);
  const next = cronSchedule(options.cron, options.timeZone ?? config.timeZone ?? "UTC");
  const firstMs = next(context.now());
  const pauseMs = next(firstMs) - firstMs;
  const { accounts, store } = await sourceOf(options, config, context);
  const clients = clientsOf(options);
  const note = (line: string): void => {
    if (options.quiet !== true) context.stderr.write(`${line}\n`);
  };
  const board = new StatusBoard(
    toolVersion(),
    Math.max(SHORTEST_AGE_MS, PAUSES_TO_UNHEALTHY * pauseMs),
    context.now(),
  );
  let server: RunningServer | null = null;
  let isCostTold = options.once === true;
  try {
    const { sinks, archive } = sinksOf(config, context, clients.of);
    if (listen !== null) {
      if (!isLoopback(listen.host))
        note(`warning: ${listen.host} is seen by other machines, and nobody has to log in`);
      server = await startServer(listen, () => board.status, context.now);
      note(`serving ${server.url}/ /findings.json /healthz /metrics`);
    }
    const kept =
      archive ?? (server !== null && isLoopback(listen?.host ?? "") ? servedArchive(server.url) : null);
    const run = async (): Promise<RunOnceResult> => {
      const nowMs = context.now();
      const lastsMs = Math.min(LONGEST_RUN_MS, Math.max(SHORTEST_RUN_MS, pauseMs * SHARE_OF_PAUSE));
      const result = await runOnce({
        accounts,
        state: store,
        sinks,
        archive: kept,
        config,
        nowMs,
        deadlineMs: nowMs + lastsMs,
        runKey: null,
        clock: context.now,
        toolVersion: toolVersion(),
      });
      board.ended(result, context.now());
      for (const line of runLines(result)) note(line);
      if (!isCostTold && result.view !== null && !options.demo) note(costLine(result.view, pauseMs, config));
      isCostTold ||= result.view !== null;
      return result;
    };
    if (options.once) {
      const { undelivered } = await run();
      if (undelivered.some(({ error }) => error !== null)) context.setExitCode(EXIT.unreadable);
      return;
    }
    await keepRunning(run, { next, jitterMs, board, note, context, isVerbose: options.verbose === true });
  } finally {
    await server?.close();
    clients.close();
  }
}

interface Keeping {
  readonly next: NextTime;
  readonly jitterMs: number;
  readonly board: StatusBoard;
  readonly note: (line: string) => void;
  readonly context: CliContext;
  readonly isVerbose: boolean;
}

/** A run that fails is told of and counted; the next one may do better. */
async function keepRunning(
  run: () => Promise<RunOnceResult>,
  { next, jitterMs, board, note, context, isVerbose }: Keeping,
): Promise<void> {
  const signal = context.interruption();
  signal.addEventListener("abort", () => note("ending; a run that is at work comes to its end first"), {
    once: true,
  });
  await runSchedule(
    async () => {
      try {
        await run();
      } catch (error) {
        board.failed();
        context.stderr.write(errorText(error, isVerbose));
      }
    },
    {
      next,
      jitterMs,
      random: Math.random,
      clock: context.now,
      signal,
      sleep: async (ms, ending) => {
        await sleep(ms, undefined, { signal: ending }).catch(() => undefined);
      },
      onWait: (untilMs, skipped) => {
        const late = skipped === 0 ? "" : `; ${skipped} skipped while it ran`;
        note(`next at ${formatUtc(untilMs)} UTC${late}`);
      },
    },
  );
}

async function configOf(options: AgentOptions, context: CliContext): Promise<Config> {
  const { config } = await loadConfig(options.config, context.cwd);
  const { api, stage } = toAsked(options, config);
  const limit = maxCostUsd(options.maxCost, config);
  const include = { ...(api !== null && { api }), ...(stage !== null && { stage }) };
  return { ...config, include, ...(limit !== null && { maxCostUsd: limit }) };
}

async function sourceOf(
  options: AgentOptions,
  config: Config,
  context: CliContext,
): Promise<{ accounts: readonly AgentAccount[]; store: StateStore }> {
  if (options.demo) {
    const others = [["state", "--state"], ...AWS_FLAGS] as const;
    refuseTogether("--demo", options, others, "the demo account lives in this process");
    const seed = options.seed === undefined ? DEMO_SEED : wholeNumber("--seed", options.seed, 0, 2 ** 31 - 1);
    return { accounts: demoAccounts(seed, context.now()), store: memoryStore() };
  }
  refuseWithout("--demo", options, [["seed", "--seed"]]);
  if (options.roleArn === undefined) refuseWithout("--role-arn", options, [["externalId", "--external-id"]]);
  const { region: regions, profile, roleArn, externalId, endpointUrl } = options;
  const store = fileStateStore(statePath(options.state, context));
  return {
    accounts: await agentAccounts(config, { regions, profile, roleArn, externalId, endpointUrl }),
    store,
  };
}

/** Clients of what news is sent with: the agent's own credentials, not those of a role that it looks with. */
function clientsOf({ profile, endpointUrl }: AgentOptions): {
  readonly of: (region: string | undefined) => AwsClients;
  readonly close: () => void;
} {
  const byRegion = new Map<string | undefined, AwsClients>();
  return {
    of: (region) => {
      const known = byRegion.get(region) ?? createClients({ region, profile, endpointUrl }, new CostMeter());
      byRegion.set(region, known);
      return known;
    },
    close: () => {
      for (const one of byRegion.values()) one.destroy();
    },
  };
}

function sinksOf(
  config: Config,
  { stdout, env, now }: CliContext,
  clients: (region: string | undefined) => AwsClients,
): Sinks {
  return createSinks(config.agent?.sinks ?? [{ type: "stdout" }], {
    env,
    write: (line) => stdout.write(line),
    isReadByPeople: stdout.isTTY,
    clients,
    fetch,
    now,
    sleep: async (ms) => {
      await sleep(ms);
    },
    random: Math.random,
  });
}

/** Where no bucket keeps reports, a message links to the latest one, for those who sit at this machine. */
function servedArchive(url: string): ReportArchive {
  return { name: url, put: async () => ({ url: `${url}/`, lost: [] }) };
}
