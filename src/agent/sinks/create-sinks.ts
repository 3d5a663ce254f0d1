import { ToolError } from "../../core/errors.ts";
import type { Severity } from "../../model/finding.ts";
import { SEVERITY_RANK } from "../../model/severity-rank.ts";
import type { SinkConfig } from "../../model/sink-config.ts";
import type { ReportArchive } from "../report-archive.ts";
import { emfSink } from "./emf.ts";
import { eventBridgeSink } from "./event-bridge.ts";
import { s3Archive } from "./s3-archive.ts";
import type { SinkContext } from "./sink-context.ts";
import type { Sink } from "./sink.ts";
import { slackSink } from "./slack.ts";
import { snsSink } from "./sns.ts";
import { stdoutSink } from "./stdout.ts";
import { webhookSink } from "./webhook.ts";

export interface Sinks {
  readonly sinks: readonly Sink[];
  /** Where reports are kept. It is no sink of events, since their messages link to it. */
  readonly archive: ReportArchive | null;
}

/** Errors: E_CONFIG where a secret is not there, two go to the same place, or there are two archives. */
export function createSinks(configs: readonly SinkConfig[], context: SinkContext): Sinks {
  const sinks: Sink[] = [];
  let archive: ReportArchive | null = null;
  for (const config of configs) {
    if (config.type === "s3") {
      if (archive) throw twice("s3", "A run's messages can link to one report; keep one of them.");
      archive = s3Archive(config, context);
      continue;
    }
    const sink = toSink(config, context);
    if (sinks.some(({ name }) => name === sink.name)) throw twice(sink.name, "Keep one of them.");
    sinks.push("minSeverity" in config ? atLeast(config.minSeverity ?? "info", sink) : sink);
  }
  return { sinks, archive };
}

function toSink(config: Exclude<SinkConfig, { type: "s3" }>, context: SinkContext): Sink {
  switch (config.type) {
    case "sns":
      return snsSink(config, context);
    case "eventbridge":
      return eventBridgeSink(config, context);
    case "slack":
      return slackSink(config, context);
    case "webhook":
      return webhookSink(config, context);
    case "emf":
      return emfSink(config, context);
    case "stdout":
      break;
  }
  return stdoutSink(context);
}

/** An incident's severity is its worst so far: whoever was told of it is told of its end. */
function atLeast(least: Severity, sink: Sink): Sink {
  return {
    ...sink,
    deliver: async (events, run, onTaken) => {
      const wanted = events.filter(
        ({ incident }) => SEVERITY_RANK[incident.severity] >= SEVERITY_RANK[least],
      );
      // Nobody waits for the others, also where what is wanted does not get through.
      onTaken(events.filter((event) => !wanted.includes(event)));
      if (wanted.length > 0 || sink.everyRun) await sink.deliver(wanted, run, onTaken);
    },
  };
}

function twice(name: string, hint: string): ToolError {
  return new ToolError("E_CONFIG", `agent.sinks: ${name} is there twice`, { hint });
}
