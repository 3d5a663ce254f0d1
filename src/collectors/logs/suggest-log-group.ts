import { nearestName } from "../../core/did-you-mean.ts";
import { logGroupName } from "./describe-log-group.ts";
import type { LogAccess } from "./log-request.ts";

/** What to do about a log group that is not there: the nearest name of those that begin alike, if there is one. Does not throw. */
export async function suggestLogGroup(logGroup: string, access: LogAccess): Promise<string> {
  const name = logGroupName(logGroup);
  const elsewhere = `"aws logs describe-log-groups --region ${access.region}" lists those there are; another region is given with --region.`;
  try {
    const { DescribeLogGroupsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
    const client = await access.logs();
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    const command = new DescribeLogGroupsCommand(folder === "" ? {} : { logGroupNamePrefix: folder });
    const { logGroups } = await access.budget("describe-log-groups", () =>
      client.send(command, { abortSignal: access.signal }),
    );
    const names = (logGroups ?? []).flatMap((group) => group.logGroupName ?? []);
    const nearest = nearestName(name, names);
    return nearest === undefined ? elsewhere : `Did you mean "${nearest}"? ${elsewhere}`;
  } catch {
    return elsewhere;
  }
}
