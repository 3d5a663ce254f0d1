import { z } from "zod";

import { SNS_LIMITS } from "../../catalog/delivery-limits.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";

const PRINTABLE_LINE = /^[A-Za-z0-9!-/:-@[-`{-~][\x20-\x7e]*$/;

/** Refuses what Amazon SNS refuses: subjects and messages that are too long, or hold what a subject must not. */
export const publish = operation({
  service: "sns",
  name: "Publish",
  input: z
    .object({ TopicArn: z.string(), Message: z.string().min(1), Subject: z.string().optional() })
    .catchall(z.string()),
  answer: ({ TopicArn, Message, Subject, ...more }, { account: { topics = [] }, published, newId }) => {
    if (!topics.some(({ arn }) => arn === TopicArn)) {
      throw new ServiceError("NotFound", "Topic does not exist", 404);
    }
    if (
      Subject !== undefined &&
      (!PRINTABLE_LINE.test(Subject) || Subject.length > SNS_LIMITS.subjectCharacters)
    ) {
      throw new ServiceError("InvalidParameter", "Invalid parameter: Subject");
    }
    if (Buffer.byteLength(Message) > SNS_LIMITS.messageBytes) {
      throw new ServiceError("InvalidParameter", "Invalid parameter: Message too long");
    }
    const id = newId();
    published.push({
      destination: TopicArn,
      id,
      message: { Message, Subject, attributes: attributesOf(more) },
    });
    return { MessageId: id };
  },
});

/** A map in a form: a name and a value for each entry, numbered. */
function attributesOf(form: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(form).flatMap(([key, name]) => {
    const found = /^(MessageAttributes\.entry\.\d+)\.Name$/.exec(key);
    return found ? [[name, form[`${found[1]}.Value.StringValue`] ?? ""] as const] : [];
  });
  return Object.fromEntries(entries);
}
