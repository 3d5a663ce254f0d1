import type { OnProgress } from "../../collectors/account-reader.ts";
import { collect } from "../../collectors/collect.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Account } from "../../simulate/account.ts";
import { demoReader } from "../demo-reader.ts";
import { toSpans, type Asked } from "./selection.ts";

const USUAL: Asked = { since: undefined, until: undefined, baseline: undefined, api: null, stage: null };

/** A simulated account, read by the same collector as a real one. Nothing asked: the usual window of everything. */
export async function accountSnapshot(
  account: Account,
  onProgress: OnProgress,
  asked: Asked = USUAL,
): Promise<Snapshot> {
  const filter = { api: asked.api, stage: asked.stage };
  const options = { ...toSpans(asked, account.nowMs), filter, maxCostUsd: null, nowMs: account.nowMs };
  return collect(options, [demoReader(account)], onProgress);
}
