import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { createClients, type AwsClients } from "../aws/clients.ts";
import { CostMeter } from "../aws/cost-meter.ts";
import { ToolError } from "../core/errors.ts";
import type { Config } from "../model/config.ts";
import { jsonLine } from "../report/text/json-text.ts";
import { agentAccounts } from "./agent-accounts.ts";
import { agentSettings } from "./agent-settings.ts";
import { configFromEnv } from "./lambda/config-from-env.ts";
import { parseEvent, type Wish } from "./lambda/parse-event.ts";
import { readConfigFile } from "./lambda/read-config-file.ts";
import { runOnce } from "./run-once.ts";
import { createSinks } from "./sinks/create-sinks.ts";
import { s3StateStore } from "./state/s3-store.ts";
import type { StateStore } from "./state/state-store.ts";

/** Put in by the bundler. */
declare const GATEWATCH_VERSION: string | undefined;

/** What is used of what Lambda passes in. Source: AWS Lambda Developer Guide, context object of Node.js. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

const STATE_KEY = "state/agent.json.gz";
/** What ending takes: the answer has to be on its way before Lambda stops the function. */
const MARGIN_MS = 2_000;
const RENDER_OPTIONS = { colour: false, width: 100, timeZone: "UTC", verbose: true };

/**
 * What EventBridge Scheduler invokes: a run of the agent, whose answer is its summary. An invocation with `since`, `apis` or `format`
 * is answered with that report instead, and leaves state and sinks alone.
 *
 * Errors: those of the run, in one line of the log too. Lambda tries a run again that failed; what it sent is not sent twice.
 */
export async function handler(event: unknown, context: LambdaContext): Promise<unknown> {
  const deadlineMs = Date.now() + context.getRemainingTimeInMillis() - MARGIN_MS;
  const shared = createClients({ region: undefined }, new CostMeter());
  const byRegion = new Map<string, AwsClients>();
  try {
    const wish = parseEvent(event);
    const bucket = bucketOf(process.env);
    const config = configFromEnv(await readConfigFile(bucket, shared), process.env);
    const state = s3StateStore({ bucket, key: STATE_KEY, clients: shared });
    if (wish.kind === "report") return await report(wish, config, state, deadlineMs);
    const clients = (region: string | undefined): AwsClients => {
      if (region === undefined) return shared;
      const known = byRegion.get(region) ?? createClients({ region }, new CostMeter());
      byRegion.set(region, known);
      return known;
    };
    const { sinks, archive } = createSinks(config.agent?.sinks ?? [], {
      env: process.env,
      write: (line) => process.stdout.write(line),
      isReadByPeople: false,
      clients,
      fetch,
      now: Date.now,
      sleep: async (ms) => sleep(ms),
      random: Math.random,
    });
    const { summary, undelivered, events } = await runOnce({
      accounts: await agentAccounts(config),
      state,
      sinks,
      archive,
      config,
      nowMs: wish.scheduledMs ?? Date.now(),
      deadlineMs,
      runKey: wish.scheduledMs === null ? context.awsRequestId : String(wish.scheduledMs),
      clock: Date.now,
      toolVersion: version(),
    });
    return { summary, events: events.length, undelivered };
  } catch (error) {
    process.stdout.write(jsonLine(toLogged(error)));
    throw error;
  } finally {
    for (const client of [shared, ...byRegion.values()]) client.destroy();
  }
}

function version(): string {
  return typeof GATEWATCH_VERSION === "string" ? GATEWATCH_VERSION : "0.0.0";
}

function bucketOf(env: Readonly<Record<string, string | undefined>>): string {
  const bucket = env["GATEWATCH_BUCKET"]?.trim();
  if (bucket) return bucket;
  throw new ToolError("E_CONFIG", "GATEWATCH_BUCKET is not set: the agent has nowhere to keep its state", {
    hint: "Deploy the function with one of the templates of deploy/, which set it.",
  });
}

/**
 * JSON as an object, everything else as a text beside its format: both are JSON for whoever invoked the function.
 *
 * Errors: E_USAGE where there is no such format, and those of the report.
 */
async function report(
  wish: Extract<Wish, { kind: "report" }>,
  config: Config,
  state: StateStore,
  deadlineMs: number,
): Promise<unknown> {
  const [redactionKey, { reportNow }, { RENDERERS }] = await Promise.all([
    agentSettings(config).redact ? redactionKeyOf(state) : null,
    import("./report-now.ts"),
    import("../report/renderers/registry.ts"),
  ]);
  const renderer = RENDERERS.find(({ format }) => format === wish.format);
  if (renderer === undefined) {
    const formats = RENDERERS.map(({ format }) => format).join(", ");
    throw new ToolError("E_USAGE", `there is no format "${wish.format}"`, { hint: `There are ${formats}.` });
  }
  const view = await reportNow({
    ...wish,
    accounts: await agentAccounts(config),
    config,
    nowMs: Date.now(),
    leftMs: () => deadlineMs - Date.now(),
    redactionKey,
    toolVersion: version(),
  });
  if (wish.format === "json") return view.report;
  return { format: wish.format, report: renderer.render(view, RENDER_OPTIONS) };
}

function toLogged(error: unknown) {
  if (!(error instanceof ToolError)) return { level: "error", message: String(error) };
  const { code, message, hint, details } = error;
  return { level: "error", code, message, hint, details };
}

/** That of the messages, so that a report names everybody as they do; one for this time where there is none yet, or no state to be read. */
async function redactionKeyOf(store: StateStore): Promise<string> {
  const known = await store.read().then(
    ({ state }) => state.redactionKey,
    () => "",
  );
  return known || randomBytes(32).toString("hex");
}
