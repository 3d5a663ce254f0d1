import type { AwsClients } from "../../aws/clients.ts";
import type { S3Access } from "../../collectors/logs/log-request.ts";
import { formatUsd } from "../../report/text/format.ts";
import { formatBytes } from "../format-bytes.ts";
import type { AwsPlace } from "./aws-place.ts";

/** How S3 is reached; what reading will cost is told before anything is read. */
export function s3Access(clients: AwsClients, region: string, place: AwsPlace): S3Access {
  return {
    s3: () => clients.s3(),
    region,
    signal: place.signal,
    maxCostUsd: place.maxCostUsd,
    onPlan: ({ objects, bytes, requests, usd }) =>
      place.note(
        `${objects} objects, ${formatBytes(bytes)}: ${requests} requests to S3, about ${formatUsd(usd)} at list price`,
      ),
  };
}
