import { readS3 } from "../../collectors/logs/s3/read-s3.ts";
import { toLogReport } from "../../logs/to-log-report.ts";
import type { LogReport } from "../../model/log-report.ts";
import { onlyRegion, withClients, type AwsPlace } from "./aws-place.ts";
import type { LogsQuestion } from "./logs-question.ts";
import { s3Access } from "./s3-access.ts";

/** Objects under a prefix, or that a glob names, read here. */
export async function readS3Source(question: LogsQuestion, uri: string, place: AwsPlace): Promise<LogReport> {
  const { by, filter, format, onProgress, names } = question;
  return withClients(place, onlyRegion(place, "a bucket"), async (clients, { region }) => {
    const request = { window: place.window, format, by, filter, onProgress };
    return toLogReport(await readS3(uri, request, s3Access(clients, region, place)), names);
  });
}
