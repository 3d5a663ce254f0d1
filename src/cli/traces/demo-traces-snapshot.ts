import type { OnProgress, TraceReadOptions } from "../../collectors/account-reader.ts";
import { matchesApi, matchesStage } from "../../collectors/match-filter.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { demoPlan } from "../../simulate/demo-account.ts";
import { isTraced } from "../../simulate/is-traced.ts";
import type { TracesOptions } from "../commands/traces.ts";
import { demoReader } from "../demo-reader.ts";
import { demoAccount } from "../source/demo-account.ts";
import { DEMO_SEED } from "../source/demo-seed.ts";
import { refuseUnmatched } from "../source/refuse-unmatched.ts";
import type { Asked } from "../source/selection.ts";
import { wholeNumber } from "../whole-number.ts";
import { traceSpansAsked, type AskedSpans } from "./trace-spans-asked.ts";
import { tracesSnapshot } from "./traces-snapshot.ts";

/** The embedded account's traces. Stages without any are left out rather than told of one by one. */
export async function demoTracesSnapshot(
  { seed, ...typed }: TracesOptions,
  asked: Asked,
  wanted: Omit<TraceReadOptions, "maxCostUsd">,
  onProgress: OnProgress,
): Promise<{ readonly snapshot: Snapshot; readonly spans: AskedSpans }> {
  const chosen = seed === undefined ? DEMO_SEED : wholeNumber("--seed", seed, 0, 2 ** 31 - 1);
  const plan = demoPlan(chosen);
  const filter = { api: asked.api, stage: asked.stage };
  const stages = plan.stages.filter(
    ({ apiName, apiId, stage }) => matchesApi(filter, apiName, apiId) && matchesStage(filter, stage),
  );
  refuseUnmatched(asked, plan.stages, stages.length);
  const traced = stages.filter(isTraced);
  const account = demoAccount(chosen, traced.length > 0 ? traced : stages);
  const spans = traceSpansAsked(typed, plan.nowMs);
  const windows = spans.compared === null ? [spans.window] : [spans.compared.before, spans.compared.after];
  const options = { ...wanted, maxCostUsd: null };
  return {
    snapshot: await tracesSnapshot({ filter, windows, options }, [demoReader(account)], onProgress),
    spans,
  };
}
