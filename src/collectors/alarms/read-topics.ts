import { classifyError } from "../../aws/classify-error.ts";
import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { failedCall } from "../blind-spots.ts";

/** Numbers of subscriptions; null where there is no such topic. */
type TopicAnswer = { readonly confirmed: number; readonly pending: number } | null;

export interface TopicReading {
  /** By ARN. Topics that could not be asked for are not in it. */
  readonly topics: ReadonlyMap<string, TopicAnswer>;
  readonly blindSpots: readonly BlindSpot[];
}

/** Whether the topics exist and have subscriptions. Does not throw. @param arns of the client's own Region. */
export async function readTopics(
  clients: AwsClients,
  budget: RateBudget,
  region: string,
  arns: readonly string[],
): Promise<TopicReading> {
  const topics = new Map<string, TopicAnswer>();
  const blindSpots: BlindSpot[] = [];
  if (arns.length === 0) return { topics, blindSpots };
  const context = { action: "sns:GetTopicAttributes", region };
  const { GetTopicAttributesCommand } = await import("@aws-sdk/client-sns");
  const client = await clients.sns();
  await Promise.all(
    [...new Set(arns)].map(async (TopicArn) => {
      try {
        const { Attributes } = await budget("topic-attributes", () =>
          client.send(new GetTopicAttributesCommand({ TopicArn })),
        );
        const confirmed = wholeNumber(Attributes?.["SubscriptionsConfirmed"]);
        const pending = wholeNumber(Attributes?.["SubscriptionsPending"]) ?? 0;
        if (confirmed === undefined) blindSpots.push(notUnderstood(TopicArn));
        else topics.set(TopicArn, { confirmed, pending });
      } catch (error) {
        if (classifyError(error, context).code === "NOT_FOUND") topics.set(TopicArn, null);
        else {
          const lost = `Whether anybody listens to ${TopicArn} is not known.`;
          blindSpots.push(failedCall("topics", null, error, context, lost));
        }
      }
    }),
  );
  return { topics, blindSpots };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function notUnderstood(arn: string): BlindSpot {
  const hint = `SNS does not say how many listen to ${arn}.`;
  return { source: "topics", target: null, code: "BAD_RESPONSE", hint };
}
