import { eventLines } from "../../report/events/event-lines.ts";
import { jsonLine } from "../../report/text/json-text.ts";
import type { SinkContext } from "./sink-context.ts";
import type { Sink } from "./sink.ts";

/** One event a line, as JSON, for whatever reads the log; as text where a person does. */
export function stdoutSink({ write, isReadByPeople }: SinkContext): Sink {
  return {
    name: "stdout",
    deliver: async (events, _run, onTaken) => {
      for (const event of events) {
        write(isReadByPeople ? `${eventLines(event).join("\n")}\n\n` : jsonLine(event));
        onTaken([event]);
      }
    },
  };
}
