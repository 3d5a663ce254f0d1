import { ToolError } from "../../core/errors.ts";
import type { Config } from "../../model/config.ts";
import type { SinkConfig } from "../../model/sink-config.ts";

type Env = Readonly<Record<string, string | undefined>>;
type AgentConfig = NonNullable<Config["agent"]>;

/**
 * The configuration with what the deployment's parameters say: they win over the file. An empty variable counts as one that is not
 * set. Secrets stay in the environment; the configuration names their variables.
 *
 * Errors: E_CONFIG where a number is none.
 */
export function configFromEnv(file: Config, env: Env): Config {
  const text = (name: string): string | undefined => env[`GATEWATCH_${name}`]?.trim() || undefined;
  const list = (name: string): string[] =>
    (text(name) ?? "")
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== "");
  const api = text("API");
  const stage = text("STAGE");
  const regions = list("REGIONS");
  const accounts = accountsOf(list("ROLE_ARNS"), text("EXTERNAL_ID"));
  const maxCostUsd = costOf(text("MAX_COST_USD"));
  const { agent = {} } = file;
  return {
    ...file,
    ...(regions.length > 0 && { regions }),
    ...((api ?? stage) !== undefined && {
      include: { ...file.include, ...(api !== undefined && { api }), ...(stage !== undefined && { stage }) },
    }),
    ...(maxCostUsd !== undefined && { maxCostUsd }),
    agent: {
      ...agent,
      ...(accounts && { accounts }),
      sinks: withSinks(agent.sinks ?? [], sinksOf(text)),
    },
  };
}

/** The agent's own account comes first; a file that lists accounts is overruled. */
function accountsOf(roleArns: readonly string[], externalId: string | undefined): AgentConfig["accounts"] {
  if (roleArns.length === 0) return undefined;
  return [{}, ...roleArns.map((roleArn) => ({ roleArn, ...(externalId !== undefined && { externalId }) }))];
}

function costOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const usd = Number(text);
  if (Number.isFinite(usd) && usd > 0) return usd;
  throw new ToolError("E_CONFIG", `GATEWATCH_MAX_COST_USD is "${text}", not a number of dollars above 0`, {
    hint: "Leave it empty for no limit.",
  });
}

/** Of these a run has one; the file's own is meant where it has one. */
const SINGLE: readonly SinkConfig["type"][] = ["s3", "emf", "stdout"];

function withSinks(file: readonly SinkConfig[], more: readonly SinkConfig[]): SinkConfig[] {
  const types = new Set(file.map(({ type }) => type));
  return [...file, ...more.filter(({ type }) => !SINGLE.includes(type) || !types.has(type))];
}

function sinksOf(text: (name: string) => string | undefined): SinkConfig[] {
  const topicArn = text("TOPIC_ARN");
  const eventBus = text("EVENT_BUS");
  const bucket = text("BUCKET");
  const namespace = text("METRICS_NAMESPACE");
  const signed = text("SIGNING_KEY") !== undefined && { signingKey: "env:GATEWATCH_SIGNING_KEY" };
  return [
    ...(topicArn === undefined ? [] : [{ type: "sns" as const, topicArn }]),
    ...(eventBus === undefined ? [] : [{ type: "eventbridge" as const, eventBus }]),
    ...(text("SLACK_URL") === undefined ? [] : [{ type: "slack" as const, url: "env:GATEWATCH_SLACK_URL" }]),
    ...(text("WEBHOOK_URL") === undefined
      ? []
      : [{ type: "webhook" as const, url: "env:GATEWATCH_WEBHOOK_URL", ...signed }]),
    ...(bucket === undefined ? [] : [{ type: "s3" as const, bucket }]),
    ...(namespace === undefined ? [] : [{ type: "emf" as const, namespace }]),
    { type: "stdout" as const },
  ];
}
