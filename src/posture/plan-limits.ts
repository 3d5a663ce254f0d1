import type { Estate } from "../model/estate.ts";
import type { StageScene } from "./check.ts";
import { limitFault, throttleText, type LimitFault } from "./limit-fault.ts";

type UsagePlan = NonNullable<Estate["usagePlans"]>[number];

/** A limit of a usage plan's clients, judged. */
export interface PlanLimit {
  readonly plan: string;
  /** As settingsByKey has it: of one route, or of all. */
  readonly key: string;
  readonly fault: LimitFault | null;
  readonly field: string;
  readonly value: string;
  /** What its fault comes to. */
  readonly sentence: string;
}

const EVERY = "*/*";

/** The limits that a plan sets for callers of one stage: for all methods, for single ones, and its quota where that is 0. */
export function planLimits(
  { id, name, throttle, quota, stages }: UsagePlan,
  { estate, api, stage }: StageScene,
): PlanLimit[] {
  const label = name ?? id;
  const own = stages.find((one) => one.apiId === api.id && one.stage === stage.name)?.byRoute ?? {};
  const limits = [...(throttle ? [[EVERY, throttle] as const] : []), ...Object.entries(own)];
  const single = `apiStages[${api.id}:${stage.name}].throttle`;
  return [
    ...limits.map(([key, limit]): PlanLimit => {
      const fault = limitFault(limit, estate);
      const routes = key === EVERY ? "" : ` ${key}`;
      return {
        plan: id,
        key,
        fault,
        field: `usagePlans[${label}].${key === EVERY ? "throttle" : `${single}[${key}]`}`,
        value: throttleText(limit),
        sentence:
          fault === "closed"
            ? `${label} lets none of its clients call${routes || " it"}: a limit of 0.`
            : `${label} has a limit${routes && ` for${routes}`} that is not below the account's.`,
      };
    }),
    ...(quota === 0 ? [emptyQuota(id, label)] : []),
  ];
}

function emptyQuota(plan: string, label: string): PlanLimit {
  return {
    plan,
    key: EVERY,
    fault: "closed",
    field: `usagePlans[${label}].quota.limit`,
    value: "0",
    sentence: `${label} lets none of its clients call it: a quota of 0.`,
  };
}
