import type { PutEventsRequestEntry, PutEventsResultEntry } from "@aws-sdk/client-eventbridge";

import { EVENT_BRIDGE_LIMITS } from "../../catalog/delivery-limits.ts";
import { ToolError } from "../../core/errors.ts";
import type { AgentEvent } from "../../model/agent-event.ts";
import { deliveryError } from "./delivery-error.ts";
import type { SinkContext } from "./sink-context.ts";
import type { Sink } from "./sink.ts";

/** For ever: the rules of others match by them. */
const SOURCE = "gatewatch";
const DETAIL_TYPES: Readonly<Record<AgentEvent["kind"], string>> = {
  opened: "Gatewatch Incident Opened",
  updated: "Gatewatch Incident Updated",
  resolved: "Gatewatch Incident Resolved",
  reopened: "Gatewatch Incident Reopened",
};

const ATTEMPTS = 3;
const FIRST_WAIT_MS = 200;
/** What an entry's time counts for in its size. */
const TIME_BYTES = 14;
/** Errors of single entries that pass. Source: EventBridge API reference, PutEventsResultEntry. */
const PASSING = ["InternalFailure", "InternalException", "ThrottlingException"];

/** Each event as one entry; its detail is the event, as docs/schema/agent-event-1.json describes it. */
export function eventBridgeSink(
  { eventBus = "default" }: { eventBus?: string | undefined },
  context: SinkContext,
): Sink {
  const region = eventBus.startsWith("arn:") ? eventBus.split(":")[3] : undefined;
  const name = `eventbridge:${eventBus}`;
  return {
    name,
    deliver: async (events) => {
      const { PutEventsCommand } = await import("@aws-sdk/client-eventbridge");
      const client = await context.clients(region).eventBridge();
      const put = async (entries: PutEventsRequestEntry[]): Promise<PutEventsResultEntry[]> => {
        try {
          const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }));
          return Entries;
        } catch (error) {
          throw deliveryError(error, "events:PutEvents", name, region);
        }
      };
      const entries = events.map((event) => toEntry(event, eventBus));
      for (const call of toCalls(entries)) await putAll(call, put, name, context);
    },
  };
}

function toEntry(event: AgentEvent, eventBus: string): PutEventsRequestEntry {
  return {
    Time: new Date(event.at),
    Source: SOURCE,
    DetailType: DETAIL_TYPES[event.kind],
    Detail: JSON.stringify(event),
    EventBusName: eventBus,
  };
}

/** As many entries in a call as it takes. One that is too large by itself goes alone, and is refused by itself. */
function toCalls(entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const calls: PutEventsRequestEntry[][] = [];
  let bytes = Infinity;
  for (const entry of entries) {
    const own = sizeBytes(entry);
    const last = calls.at(-1);
    if (last && last.length < EVENT_BRIDGE_LIMITS.entries && bytes + own <= EVENT_BRIDGE_LIMITS.callBytes) {
      last.push(entry);
      bytes += own;
    } else {
      calls.push([entry]);
      bytes = own;
    }
  }
  return calls;
}

/** Source: Amazon EventBridge User Guide, "Calculating PutEvents event entry size". */
function sizeBytes({ Source = "", DetailType = "", Detail = "" }: PutEventsRequestEntry): number {
  return TIME_BYTES + [Source, DetailType, Detail].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** A call can take some entries and refuse others: those are sent again, alone. */
async function putAll(
  call: readonly PutEventsRequestEntry[],
  put: (entries: PutEventsRequestEntry[]) => Promise<PutEventsResultEntry[]>,
  name: string,
  { sleep, random }: SinkContext,
): Promise<void> {
  let left = [...call];
  for (let attempt = 1; ; attempt += 1) {
    const results = await put(left);
    // Answers stand in the order of the entries; one that is not there is none.
    const refused = left.flatMap((entry, index) =>
      results[index]?.EventId ? [] : [{ entry, why: results[index] }],
    );
    if (refused.length === 0) return;
    const passes = refused.every(({ why }) => PASSING.includes(why?.ErrorCode ?? "InternalFailure"));
    if (!passes || attempt === ATTEMPTS) {
      const [first] = refused;
      const said = first?.why?.ErrorCode ?? "no answer";
      throw new ToolError(
        "E_UNREACHABLE",
        `cannot deliver to ${name}: ${refused.length} of ${call.length} events were refused (${said})`,
        {
          hint: "Look at the bus and its policy; the events are tried again with the next run.",
        },
      );
    }
    left = refused.map(({ entry }) => entry);
    await sleep(random() * FIRST_WAIT_MS * 2 ** attempt);
  }
}
