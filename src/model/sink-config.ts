import { z } from "zod";

import { severitySchema } from "./finding.ts";

const secret = (what: string) =>
  z
    .string()
    .regex(/^env:[A-Za-z_]\w*$/, 'Expected "env:" and the name of an environment variable')
    .describe(`${what}: "env:NAME", the environment variable that holds it.`);

const minSeverity = severitySchema
  .describe("Only incidents that are at least so bad. Default: all that the agent tells of.")
  .optional();

const bucket = z.string().min(3).max(63);

/** Where the agent sends what is news. Secrets stand in the environment alone; here is where they are found. */
export const sinkConfigSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("sns"),
    topicArn: z
      .string()
      .regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]+$/, "Expected the ARN of a topic")
      .describe("The topic, in any region."),
    minSeverity,
  }),
  z.strictObject({
    type: z.literal("eventbridge"),
    eventBus: z.string().min(1).describe('Name or ARN of the bus. Default: "default".').optional(),
    minSeverity,
  }),
  z.strictObject({ type: z.literal("slack"), url: secret("An incoming webhook of Slack"), minSeverity }),
  z.strictObject({
    type: z.literal("webhook"),
    url: z
      .string()
      .regex(/^(env:[A-Za-z_]\w*|https?:\/\/\S+)$/, 'Expected an http(s) address, or "env:NAME"')
      .describe('Where to POST to: an address, or "env:NAME" where it is a secret.'),
    signingKey: secret("Key of the signature in X-Gatewatch-Signature").optional(),
    minSeverity,
  }),
  z.strictObject({
    type: z.literal("s3"),
    bucket: bucket.describe("The bucket that keeps the report of each run with news."),
    prefix: z.string().describe('What its keys begin with. Default: "reports/".').optional(),
    region: z.string().describe("Region of the bucket. Default: the agent's own.").optional(),
  }),
  z.strictObject({
    type: z.literal("emf"),
    namespace: z.string().min(1).max(255).describe('CloudWatch namespace. Default: "Gatewatch".').optional(),
  }),
  z.strictObject({ type: z.literal("stdout"), minSeverity }),
]);
export type SinkConfig = z.infer<typeof sinkConfigSchema>;
