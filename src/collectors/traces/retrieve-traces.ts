import { z } from "zod";

import { readPages } from "../../aws/read-pages.ts";
import { MAX_RETRIEVED_TRACES } from "../../catalog/api-limits.ts";
import { ToolError } from "../../core/errors.ts";
import type { Window } from "../../core/window.ts";
import type { FetchedTrace, FetchedTraces } from "./trace-source.ts";
import type { XrayAccess } from "./xray-source.ts";

const retrievedSchema = z.object({
  Id: z.string(),
  Spans: z.array(z.object({ Document: z.string().optional() })).optional(),
});

const FIRST_LOOK_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** About two minutes: whoever waits for a report waits no longer for a part of it. */
const MOST_LOOKS = 30;

/**
 * Traces from the log group of Transaction Search, which BatchGetTraces does not look into; of an account that has it on.
 *
 * Source: X-Ray API Reference, StartTraceRetrieval and ListRetrievedTraces.
 */
export async function retrieveTraces(
  ids: readonly string[],
  window: Window,
  access: XrayAccess,
): Promise<FetchedTraces> {
  const traces: FetchedTrace[] = [];
  let action = START;
  const onStarted = (): void => {
    action = LIST;
  };
  try {
    for (let at = 0; at < ids.length; at += MAX_RETRIEVED_TRACES) {
      action = START;
      const some = ids.slice(at, at + MAX_RETRIEVED_TRACES);
      const { found, error } = await retrieveSome(some, window, access, onStarted);
      // What came has been paid for, also where the rest did not.
      traces.push(...found);
      if (error !== undefined) return { traces, failure: { error, action } };
    }
    return { traces };
  } catch (error) {
    return { traces, failure: { error, action } };
  }
}

const START = "xray:StartTraceRetrieval";
const LIST = "xray:ListRetrievedTraces";

interface Retrieved {
  readonly found: readonly FetchedTrace[];
  /** Undefined: all that there is was found. */
  readonly error?: unknown;
}

async function retrieveSome(
  TraceIds: readonly string[],
  { startMs, endMs }: Window,
  { xray, budget, meter, allowance, logs }: XrayAccess,
  onStarted: () => void,
): Promise<Retrieved> {
  const { ListRetrievedTracesCommand, StartTraceRetrievalCommand } = await import("@aws-sdk/client-xray");
  const client = await xray();
  const span = { StartTime: new Date(startMs), EndTime: new Date(endMs) };
  const { RetrievalToken } = await budget("traces", () =>
    client.send(new StartTraceRetrievalCommand({ TraceIds: [...TraceIds], ...span })),
  );
  onStarted();
  let waitMs = FIRST_LOOK_MS;
  for (let look = 1; ; look += 1) {
    await logs.pause(waitMs, logs.signal);
    waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
    let status: string | undefined;
    const pages = await readPages(retrievedSchema, async (NextToken) => {
      const output = await budget("traces", () =>
        client.send(new ListRetrievedTracesCommand({ RetrievalToken, TraceFormat: "XRAY", NextToken })),
      );
      status = output.RetrievalStatus;
      return { items: output.Traces, next: output.NextToken };
    });
    if (pages.error === undefined && IS_AT_WORK.has(status) && look < MOST_LOOKS) continue;
    const found = pages.items.map(({ Id: id, Spans: spans }) => ({
      id,
      isCut: false,
      documents: (spans ?? []).map((one) => one.Document ?? ""),
    }));
    allowance.spend(found.length);
    meter.countTraces(found.length);
    return { found, error: pages.error ?? whyNotWhole(status, TraceIds.length) };
  }
}

/** Source: X-Ray API Reference, RetrievalStatus of ListRetrievedTraces, which gives no traces before COMPLETE. */
const IS_AT_WORK: ReadonlySet<string | undefined> = new Set(["SCHEDULED", "RUNNING"]);

/** An endpoint that tells no status has answered. */
function whyNotWhole(status: string | undefined, count: number): ToolError | undefined {
  if (status === undefined || status === "COMPLETE") return undefined;
  const how = IS_AT_WORK.has(status)
    ? `did not end within two minutes (it is ${status})`
    : `ended as ${status}`;
  return new ToolError("E_NOTHING_READABLE", `the retrieval of ${count} traces ${how}`, {
    hint: "Run it again, or for a shorter time.",
  });
}
