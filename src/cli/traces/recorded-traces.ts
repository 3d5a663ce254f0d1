import type { Snapshot } from "../../model/snapshot.ts";
import { fileSnapshot } from "../source/file-snapshot.ts";
import type { Asked } from "../source/selection.ts";
import type { TracesOptions } from "../commands/traces.ts";
import { traceSpansAsked, type AskedSpans } from "./trace-spans-asked.ts";

/** The traces of a recording: all of them, or those of the time asked for. */
export async function recordedTraces(
  from: string,
  options: TracesOptions,
  cwd: string,
  asked: Asked,
): Promise<{ readonly snapshot: Snapshot; readonly spans: AskedSpans }> {
  const isCompared = options.before !== undefined || options.after !== undefined;
  const snapshot = await fileSnapshot(
    from,
    cwd,
    isCompared ? { ...asked, since: undefined, until: undefined } : asked,
  );
  // What was recorded is what was found, wherever in the recording that is.
  const all = { window: snapshot.window, compared: null };
  return { snapshot, spans: isCompared ? traceSpansAsked(options, snapshot.window.endMs) : all };
}
