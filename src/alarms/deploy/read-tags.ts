import { classifyError } from "../../aws/classify-error.ts";
import { DEPLOY_ACTIONS } from "../../catalog/deploy-permissions.ts";
import { ToolError } from "../../core/errors.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { DeploymentAccess } from "./apply-deployment.ts";
import type { TaggedAlarm } from "./deployed-account.ts";

/**
 * The tags of alarms, which only a call for each of them tells. One that is gone meanwhile is left out.
 *
 * Errors: E_NOTHING_READABLE where tags cannot be read: without them nobody knows whose an alarm is.
 */
export async function readTags(
  alarms: readonly DeclaredAlarm[],
  { clients, budget, region, signal }: DeploymentAccess,
  onProgress: (done: number, total: number) => void,
): Promise<readonly TaggedAlarm[]> {
  const { ListTagsForResourceCommand } = await import("@aws-sdk/client-cloudwatch");
  const client = await clients.cloudWatch();
  let done = 0;
  const read = async (alarm: DeclaredAlarm): Promise<TaggedAlarm[]> => {
    const ResourceARN = alarm.deployed?.arn ?? undefined;
    try {
      const { Tags = [] } = await budget("list-alarm-tags", async () => {
        signal.throwIfAborted();
        return client.send(new ListTagsForResourceCommand({ ResourceARN }));
      });
      return [{ alarm, tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])) }];
    } catch (error) {
      if (signal.aborted) throw interrupted();
      const { code, hint } = classifyError(error, { action: DEPLOY_ACTIONS.ListTagsForResource, region });
      if (code === "NOT_FOUND") return [];
      throw new ToolError("E_NOTHING_READABLE", `whose the alarms of ${region} are cannot be told: ${code}`, {
        hint,
        cause: error,
      });
    } finally {
      done += 1;
      onProgress(done, alarms.length);
    }
  };
  return (await Promise.all(alarms.map(async (alarm) => read(alarm)))).flat();
}

/** Errors are told; an interruption before anything was done is one of the kind that says so. */
function interrupted(): ToolError {
  return new ToolError("E_NOTHING_READABLE", "interrupted before anything was changed", {
    hint: "Run it again.",
  });
}
