import { executionLogGroup, logGroupOf } from "../../catalog/log-groups.ts";
import type { Check, StageScene } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";
import { someOf } from "../stage-facts.ts";

export const logRetention: Check = {
  id: "log-retention",
  control: "OBS-09",
  group: "observability",
  severity: "low",
  title: "Logs that are kept for ever",
  what: "The log groups of the access log and of the execution log have a retention.",
  why: "A log group that nobody configured never forgets: it costs more each month, and keeps addresses of clients for longer than anybody may.",
  fix: "Set a retention on both groups; API Gateway makes the execution log's group itself, so it is easily forgotten.",
  exempt: "Where neither log is written to CloudWatch Logs.",
  references: ["Amazon CloudWatch Logs: log groups never expire unless a retention is set"],
  feature: "every flavour",
  judges: {
    stage: (scene) => {
      const names = groupsOf(scene);
      if (names === undefined) return unknown("the log settings");
      if (names.length === 0) return notApplicable("It writes no log to CloudWatch Logs.");
      const known = names.map((name) => ({ name, group: scene.estate.logGroups?.[name] }));
      const kept = known.filter(({ group }) => group && group.retentionDays === null);
      const evidence = known.flatMap(({ name, group }) =>
        group
          ? [{ field: `logGroups[${name}].retentionInDays`, value: String(group.retentionDays ?? "not set") }]
          : [],
      );
      if (kept.length > 0)
        return {
          ...fail(
            `${someOf(kept.map(({ name }) => name))} ${kept.length === 1 ? "never forgets" : "never forget"}.`,
            evidence,
          ),
          names: { logGroups: kept.map(({ name }) => name) },
        };
      if (known.some(({ group }) => group === undefined || (group && group.retentionDays === undefined))) {
        return unknown("the retention of its log groups");
      }
      return evidence.length === 0
        ? notApplicable("Its log groups do not exist yet.")
        : pass("Its logs are kept for a while.", evidence);
    },
  },
  remedy: ({ logGroups }) =>
    remedy(
      logGroups.map(
        (group) =>
          `aws logs put-retention-policy --retention-in-days 30 --log-group-name ${shellWord(group)}`,
      ),
      logGroups.map((group) => ["AWS::Logs::LogGroup", { LogGroupName: group, RetentionInDays: 30 }]),
      logGroups.map((group) => ["aws_cloudwatch_log_group", { name: group, retention_in_days: 30 }]),
    ),
};

function groupsOf({ api, stage }: StageScene): string[] | undefined {
  const { accessLog, every, byRoute } = stage;
  if (accessLog === undefined) return undefined;
  const access = accessLog?.destinationArn === undefined ? null : logGroupOf(accessLog.destinationArn);
  const executes =
    api.kind !== "http" &&
    [every, ...Object.values(byRoute ?? {})].some((own) =>
      ["ERROR", "INFO"].includes(own?.loggingLevel ?? ""),
    );
  return [...(access === null ? [] : [access]), ...(executes ? [executionLogGroup(api.id, stage.name)] : [])];
}
