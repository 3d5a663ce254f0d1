import type { PutEventsRequestEntry, PutEventsResultEntry } from "@aws-sdk/client-eventbridge";

import { EVENT_BRIDGE_LIMITS } from "../../catalog/delivery-limits.ts";
import { ToolError } from "../../core/errors.ts";
import type { AgentEvent } from "../../model/agent-event.ts";
import { deliveryError } from "./delivery-error.ts";
import { sendEach } from "./send-each.ts";
import type { SinkContext } from "./sink-context.ts";
import type { OnTaken, Sink } from "./sink.ts";

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
/** What stands for an entry's error where there is no entry. */
const NO_ANSWER = "no answer";
/** Errors of single entries that pass. Source: EventBridge API reference, PutEventsResultEntry. */
const PASSING = ["InternalFailure", "InternalException", "ThrottlingException", NO_ANSWER];

interface Letter {
  readonly event: AgentEvent;
  readonly entry: PutEventsRequestEntry;
}

/** Each event as one entry; its detail is the event, as docs/schema/agent-event-1.json describes it. */
export function eventBridgeSink(
  { eventBus = "default" }: { eventBus?: string | undefined },
  context: SinkContext,
): Sink {
  const region = eventBus.startsWith("arn:") ? eventBus.split(":")[3] : undefined;
  const name = `eventbridge:${eventBus}`;
  return {
    name,
    deliver: async (events, _run, onTaken) => {
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
      const letters = events.map((event) => ({ event, entry: toEntry(event, eventBus) }));
      await sendEach(toCalls(letters), async (call) => putAll(call, put, onTaken, name, context));
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
function toCalls(letters: readonly Letter[]): Letter[][] {
  const calls: Letter[][] = [];
  let bytes = Infinity;
  for (const letter of letters) {
    const own = sizeBytes(letter.entry);
    const last = calls.at(-1);
    if (last && last.length < EVENT_BRIDGE_LIMITS.entries && bytes + own <= EVENT_BRIDGE_LIMITS.callBytes) {
      last.push(letter);
      bytes += own;
    } else {
      calls.push([letter]);
      bytes = own;
    }
  }
  return calls;
}

/** Source: Amazon EventBridge User Guide, "Calculating PutEvents event entry size". */
function sizeBytes({ Source = "", DetailType = "", Detail = "" }: PutEventsRequestEntry): number {
  return TIME_BYTES + [Source, DetailType, Detail].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/**
 * A call can take some entries and refuse others: those whose refusal may pass are sent again, alone.
 *
 * Errors: E_BAD_INPUT where all that is left was refused for what it is, else E_UNREACHABLE.
 */
async function putAll(
  call: readonly Letter[],
  put: (entries: PutEventsRequestEntry[]) => Promise<PutEventsResultEntry[]>,
  onTaken: OnTaken,
  name: string,
  { sleep, random }: SinkContext,
): Promise<void> {
  let left = [...call];
  const codes: string[] = [];
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const results = await put(left.map(({ entry }) => entry));
    // Answers stand in the order of the entries; one that is not there is none.
    onTaken(left.flatMap(({ event }, index) => (results[index]?.EventId ? [event] : [])));
    const refused = left.flatMap((letter, index) =>
      results[index]?.EventId ? [] : [{ letter, code: results[index]?.ErrorCode ?? NO_ANSWER }],
    );
    const again = attempt < ATTEMPTS ? refused.filter(({ code }) => PASSING.includes(code)) : [];
    codes.push(...refused.filter((one) => !again.includes(one)).map(({ code }) => code));
    left = again.map(({ letter }) => letter);
    if (left.length > 0) await sleep(random() * FIRST_WAIT_MS * 2 ** attempt);
  }
  if (codes.length === 0) return;
  throw new ToolError(
    codes.some((code) => PASSING.includes(code)) ? "E_UNREACHABLE" : "E_BAD_INPUT",
    `cannot deliver to ${name}: ${codes.length} of ${call.length} events were refused (${codes[0]})`,
    { hint: "Look at the bus and its policy; the events are tried again with the next run." },
  );
}
