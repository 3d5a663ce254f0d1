import { toAlarmSet } from "../../alarms/to-alarm-set.ts";
import { RECOMMENDED_LABEL, recommendedAlarms } from "../../alarms/recommended/recommended-alarms.ts";
import type { Config } from "../../model/config.ts";
import type { Target } from "../../model/target.ts";
import type { CliContext } from "../context.ts";
import { demoAccount } from "../source/demo-account.ts";
import { DEMO_SEED } from "../source/demo-seed.ts";
import { wholeNumber } from "../whole-number.ts";
import { LIVE, readSets, type NamedSet } from "./read-sets.ts";
import type { HistoryOptions } from "./obtain-history.ts";

/** Nobody knows whom these would tell. */
const ACTION = "arn:aws:sns:us-east-1:123456789012:on-call";

/** The alarms where none are named: the account's own, or what AWS recommends where no account is asked. */
export async function usualSet(
  options: HistoryOptions,
  config: Config,
  context: CliContext,
): Promise<NamedSet> {
  if (options.demo) {
    const seed = options.seed === undefined ? DEMO_SEED : wholeNumber("--seed", options.seed, 0, 2 ** 31 - 1);
    return recommendedSet(demoAccount(seed).targets);
  }
  if (options.from === undefined) return readSets([LIVE], options, config, context);
  const { fileSnapshot } = await import("../source/file-snapshot.ts");
  const all = { since: undefined, until: undefined, baseline: undefined, api: null, stage: null };
  return recommendedSet((await fileSnapshot(options.from, context.cwd, all)).targets);
}

/** What AWS recommends for these targets. */
export function recommendedSet(targets: readonly Target[]): NamedSet {
  return {
    label: RECOMMENDED_LABEL,
    checked: toAlarmSet(recommendedAlarms(targets, ACTION), []),
    problems: [],
    notes: [
      "These are AWS's recommended alarms at AWS's start values, as if each of them paged; alarms on too little traffic are left out, since AWS leaves their thresholds to your history.",
    ],
  };
}
