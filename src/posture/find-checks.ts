import { STANDARD_CONTROLS, type StandardControl } from "../catalog/standard-controls.ts";
import type { Check } from "./check.ts";
import { citedControls } from "./cited-controls.ts";

/** What a name may mean: checks of ours, or a control of somebody else's that has no counterpart here. */
export interface FoundChecks {
  readonly checks: readonly Check[];
  readonly unmatched: StandardControl | undefined;
}

/** Checks by id, by control ("OBS-01") or by somebody else's id ("APIGateway.1", "CKV_AWS_76"); in the checks' order. */
export function findChecks(checks: readonly Check[], name: string): FoundChecks {
  const found = checks.filter(
    (check) =>
      check.id === name || check.control === name || citedControls(check).some(({ id }) => id === name),
  );
  return {
    checks: found,
    unmatched: STANDARD_CONTROLS.find(({ id, unmatched }) => id === name && unmatched !== undefined),
  };
}

/** Every name that findChecks knows, our own first. */
export function checkNames(checks: readonly Check[]): string[] {
  return [
    ...checks.map(({ id }) => id),
    ...checks.map(({ control }) => control),
    ...new Set(STANDARD_CONTROLS.map(({ id }) => id)),
  ];
}
