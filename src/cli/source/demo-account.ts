import { createAccount, type SimulatedAccount } from "../../simulate/create-account.ts";
import { demoPlan } from "../../simulate/demo-account.ts";
import type { StagePlan } from "../../simulate/plan.ts";

interface Made {
  readonly name: string;
  readonly account: SimulatedAccount;
}

/** A drawn account holds tens of megabytes. */
const MOST = 2;
/** Oldest first. */
const made: Made[] = [];

/**
 * The embedded account of a seed, or some of its stages: an account keeps what it has drawn and gives the same answers whatever
 * was asked before, so whoever asks again in this process is given the same one.
 *
 * @param stages of the plan of that seed; left out: all of them.
 */
export function demoAccount(seed: number, stages?: readonly StagePlan[]): SimulatedAccount {
  const plan = demoPlan(seed);
  const wanted = stages ?? plan.stages;
  const name = `${plan.seed} ${wanted.map(({ apiId, stage }) => `${apiId}/${stage}`).join(" ")}`;
  const known = made.find((one) => one.name === name);
  if (known !== undefined) return known.account;
  const account = createAccount({ ...plan, stages: wanted });
  if (made.push({ name, account }) > MOST) made.shift();
  return account;
}
