import { emfLines } from "../../report/events/emf-lines.ts";
import type { SinkContext } from "./sink-context.ts";
import type { Sink } from "./sink.ts";

const DEFAULT_NAMESPACE = "Gatewatch";

/** Metrics of each run as lines of the log, which CloudWatch Logs turns into metrics. */
export function emfSink(
  { namespace = DEFAULT_NAMESPACE }: { namespace?: string | undefined },
  context: SinkContext,
): Sink {
  return {
    name: `emf:${namespace}`,
    everyRun: true,
    deliver: async (_events, run) => {
      for (const line of emfLines(run, namespace)) context.write(`${line}\n`);
    },
  };
}
