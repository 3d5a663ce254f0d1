import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { logGroupName } from "./describe-log-group.ts";

/**
 * The log group that has the access log of a target, or why there is none to read. A canary's requests are in the stage's
 * group as well as in "<group>/Canary": who reads both counts them twice.
 *
 * Source: set-up-logging.html, apigateway-logging-to-kinesis.html, canary-release.html of the API Gateway Developer Guide.
 */
export function logGroupOf(target: Target): string | BlindSpot {
  const blind = (code: string, hint: string): BlindSpot => ({
    source: "access-logs",
    target: target.id,
    code,
    hint,
  });
  if (target.configuration === null) {
    return blind(
      "UNKNOWN",
      "The stage's configuration could not be read, and so not where its access log goes.",
    );
  }
  const { accessLog } = target.configuration;
  if (accessLog === null) {
    return blind(
      "NOT_CONFIGURED",
      "The stage writes no access log: which route, client or response type stands behind a change cannot be told. Set a destination and a JSON Format in its logging settings.",
    );
  }
  const { destinationArn } = accessLog;
  if (/^arn:[^:]+:logs:/.test(destinationArn)) return logGroupName(destinationArn);
  const stream = /^arn:[^:]+:firehose:[^:]*:[^:]*:deliverystream\/(.+)$/.exec(destinationArn)?.[1];
  return stream === undefined
    ? blind("UNKNOWN", `The access log goes to "${destinationArn}", which is no log group.`)
    : blind(
        "FIREHOSE",
        `The access log goes to the Firehose stream ${stream}: read what that delivers, with "gatewatch logs s3://BUCKET/PREFIX".`,
      );
}
