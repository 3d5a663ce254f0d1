import { SNS_LIMITS } from "../../catalog/delivery-limits.ts";
import type { AgentEvent } from "../../model/agent-event.ts";
import { eventHeadline } from "../../report/events/event-headline.ts";
import { eventLines } from "../../report/events/event-lines.ts";
import { deliveryError } from "./delivery-error.ts";
import { sendEach } from "./send-each.ts";
import type { SinkContext } from "./sink-context.ts";
import type { Sink } from "./sink.ts";

/**
 * One message for each event: a subject and a body that people read in their mail, and attributes that subscriptions filter by.
 * A FIFO topic is told what belongs together and what is a repetition.
 */
export function snsSink({ topicArn }: { readonly topicArn: string }, context: SinkContext): Sink {
  const region = topicArn.split(":")[3];
  return {
    name: `sns:${topicArn}`,
    deliver: async (events, _run, onTaken) => {
      const { PublishCommand } = await import("@aws-sdk/client-sns");
      const client = await context.clients(region).sns();
      await sendEach(events, async (event) => {
        try {
          await client.send(new PublishCommand(toMessage(event, topicArn)));
        } catch (error) {
          throw deliveryError(error, "sns:Publish", topicArn, region);
        }
        onTaken([event]);
      });
    },
  };
}

function toMessage(event: AgentEvent, topicArn: string) {
  const { incident } = event;
  const attribute = (text: string) => ({ DataType: "String", StringValue: text });
  return {
    TopicArn: topicArn,
    Subject: toSubject(eventHeadline(event)),
    Message: toMessageText(event),
    MessageAttributes: {
      eventId: attribute(event.id),
      kind: attribute(event.kind),
      severity: attribute(incident.severity),
      target: attribute(incident.target),
      analyzer: attribute(incident.analyzer),
      incidentId: attribute(incident.id),
    },
    ...(topicArn.endsWith(".fifo") ? { MessageGroupId: incident.id, MessageDeduplicationId: event.id } : {}),
  };
}

/** ASCII that can be printed, begun by a letter, in one line, short enough for what Amazon SNS takes. */
function toSubject(headline: string): string {
  const ascii = headline
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]+/g, "?");
  const { subjectCharacters: most } = SNS_LIMITS;
  return ascii.length <= most ? ascii : `${ascii.slice(0, most - 3)}...`;
}

function toMessageText(event: AgentEvent): string {
  const bytes = Buffer.from(eventLines(event).join("\n"), "utf8");
  // The attributes count too; a body that long is not read by people anyway.
  return bytes.subarray(0, SNS_LIMITS.messageBytes / 2).toString("utf8");
}
