import { jsonLine } from "../../report/text/json-text.ts";
import type { SinkContext } from "./sink-context.ts";
import type { Sink } from "./sink.ts";

/** One event a line, as JSON, for whatever reads the log. */
export function stdoutSink({ write }: SinkContext): Sink {
  return {
    name: "stdout",
    deliver: async (events) => {
      for (const event of events) write(jsonLine(event));
    },
  };
}
