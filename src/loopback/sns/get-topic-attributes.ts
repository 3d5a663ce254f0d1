import { z } from "zod";

import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";

/** Of the attributes, those that say who owns a topic and how many listen. */
export const getTopicAttributes = operation({
  service: "sns",
  name: "GetTopicAttributes",
  input: z.object({ TopicArn: z.string() }),
  answer: ({ TopicArn }, { account: { accountId, topics = [] } }) => {
    const topic = topics.find(({ arn }) => arn === TopicArn);
    if (!topic) throw new ServiceError("NotFound", "Topic does not exist", 404);
    return {
      Attributes: new Map([
        ["TopicArn", TopicArn],
        ["Owner", accountId],
        ["SubscriptionsConfirmed", String(topic.confirmed)],
        ["SubscriptionsPending", String(topic.pending)],
        ["SubscriptionsDeleted", "0"],
      ]),
    };
  },
});
