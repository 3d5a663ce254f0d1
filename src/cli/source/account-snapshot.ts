import type { OnProgress } from "../../collectors/account-reader.ts";
import { collect, type AlarmQuestions, type AlarmsFrom } from "../../collectors/collect.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Account } from "../../simulate/account.ts";
import { demoReader } from "../demo-reader.ts";
import { addLogs, type AddLogsOptions } from "../../agent/add-logs.ts";
import { toSpans, type Asked } from "./selection.ts";

const USUAL: Asked = { since: undefined, until: undefined, baseline: undefined, api: null, stage: null };

/**
 * A simulated account, read by the same collector as a real one. Nothing asked: the usual window of everything.
 *
 * @param logs null: access logs are not read.
 */
export async function accountSnapshot(
  account: Account,
  onProgress: OnProgress,
  asked: Asked = USUAL,
  logs: AddLogsOptions | null = null,
  alarms?: AlarmQuestions | AlarmsFrom,
): Promise<Snapshot> {
  const filter = { api: asked.api, stage: asked.stage };
  const { nowMs } = account;
  const more = alarms ? { alarms } : {};
  const options = { ...toSpans(asked, nowMs), filter, maxCostUsd: null, nowMs, ...more };
  const readers = [demoReader(account)];
  const snapshot = await collect(options, readers, onProgress);
  return logs === null ? snapshot : addLogs(snapshot, readers, logs, onProgress);
}
