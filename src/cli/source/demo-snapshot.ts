import { collect } from "../../collectors/collect.ts";
import type { OnProgress } from "../../collectors/account-reader.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { createAccount } from "../../simulate/create-account.ts";
import { demoPlan } from "../../simulate/demo-account.ts";
import { demoReader } from "../demo-reader.ts";
import { toSpans, type Asked } from "./selection.ts";

/** The embedded account, read by the same collector as a real one. */
export async function demoSnapshot(seed: number, asked: Asked, onProgress: OnProgress): Promise<Snapshot> {
  const account = createAccount(demoPlan(seed));
  const filter = { api: asked.api, stage: asked.stage };
  const spans = toSpans(asked, account.nowMs);
  const options = { ...spans, filter, maxCostUsd: null, nowMs: account.nowMs };
  return collect(options, [demoReader(account)], onProgress);
}
