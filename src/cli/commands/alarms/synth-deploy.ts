import { applyDeployment, type DeploymentAccess } from "../../../alarms/deploy/apply-deployment.ts";
import { isOfSet, nameOf, type DeployedAccount } from "../../../alarms/deploy/deployed-account.ts";
import { deploymentSteps, type DeploymentStep } from "../../../alarms/deploy/deployment-steps.ts";
import { logMetricsIn } from "../../../alarms/deploy/plan-stale-filters.ts";
import { planDeployment } from "../../../alarms/deploy/plan-deployment.ts";
import { readFilters, readOwnFilters } from "../../../alarms/deploy/read-filters.ts";
import { readTags } from "../../../alarms/deploy/read-tags.ts";
import { createClients } from "../../../aws/clients.ts";
import { CostMeter } from "../../../aws/cost-meter.ts";
import { budgetFor } from "../../../aws/rate-budget.ts";
import type { OnProgress } from "../../../collectors/account-reader.ts";
import { awsAccountReader, type AwsAccountReader } from "../../../collectors/aws-account-reader.ts";
import { ToolError } from "../../../core/errors.ts";
import { compareText } from "../../../core/order.ts";
import type { DeploymentOutcome, DeploymentPlan } from "../../../model/alarm-deployment.ts";
import type { AlarmSpec } from "../../../model/alarm-spec.ts";
import type { EmitOptions } from "../../../model/emit.ts";
import type { Target } from "../../../model/target.ts";
import { renderOutcome } from "../../../report/alarms/deploy/render-outcome.ts";
import { renderPlan } from "../../../report/alarms/deploy/render-plan.ts";
import type { CliContext } from "../../context.ts";
import { EXIT } from "../../exit-codes.ts";
import type { GlobalOptions } from "../../global-options.ts";
import { createProgress } from "../../progress.ts";
import { wantsColour } from "../../wants-colour.ts";

interface DeployOptions extends GlobalOptions {
  readonly overwrite?: true;
  readonly yes?: true;
}

/** What is to be deployed. */
export interface Deployment {
  readonly specs: readonly AlarmSpec[];
  /** Those that the specs are about, with their regions. */
  readonly targets: readonly Target[];
  /** Regions that are looked at besides those of the targets: the last API of one may be gone, and its alarms still there. */
  readonly regions: readonly string[];
  readonly emit: EmitOptions;
  /** Ids of the targets that were looked at without a blind spot; null: all of the account. Of others nothing is deleted. */
  readonly seen: readonly string[] | null;
  /** The plan as JSON instead of text. */
  readonly asJson: boolean;
}

/** Of alarms that belong to no stage. */
const ACCOUNT = "account";

interface RegionPlan {
  readonly plan: DeploymentPlan;
  readonly deployed: DeployedAccount;
  readonly access: DeploymentAccess;
}

/** What deploying would do; nothing is changed. Errors: as {@link runApply}. */
export async function runDiff(
  deployment: Deployment,
  options: DeployOptions,
  context: CliContext,
): Promise<void> {
  const { signal } = new AbortController();
  await withPlans(deployment, options, context, signal, (plans) =>
    printPlans(plans, deployment, options, context),
  );
}

/**
 * Shows the plan, and does it where --yes or somebody at the terminal says so. The run ends with 1 where anything of it is left
 * undone.
 *
 * Errors: E_USAGE where nobody agreed, or the alarms are another account's; E_CREDENTIALS; E_NOTHING_READABLE where it
 * cannot be told what is deployed, or whose it is; E_BAD_INPUT for specs that cannot be deployed.
 */
export async function runApply(
  deployment: Deployment,
  options: DeployOptions,
  context: CliContext,
): Promise<void> {
  const signal = context.interruption();
  await withPlans(deployment, options, context, signal, async (plans) => {
    if (!deployment.asJson) printPlans(plans, deployment, options, context);
    const todo = plans.map((one) => ({
      ...one,
      steps: deploymentSteps(one.plan, compositesOf(one.deployed)),
    }));
    const isLeft = plans.some(({ plan }) => isHeldBack(plan));
    if (isLeft) context.setExitCode(EXIT.findings);
    const open = todo.filter(({ steps }) => steps.length > 0);
    if (open.length > 0) await agree(options, deployment, context, signal);
    const outcomes = await applyAll(open, options, context);
    if (outcomes.some(({ failed, left }) => failed.length + left.length > 0)) {
      context.setExitCode(EXIT.findings);
    }
    if (deployment.asJson) {
      printJson({ regions: plans.map(({ plan }) => plan), outcomes }, context);
      return;
    }
    for (const outcome of outcomes) context.stdout.write(`\n${renderOutcome(outcome, widthOf(context))}`);
  });
}

async function applyAll(
  todo: readonly (RegionPlan & { readonly steps: readonly DeploymentStep[] })[],
  { quiet }: DeployOptions,
  { stderr }: CliContext,
): Promise<readonly DeploymentOutcome[]> {
  const progress = await createProgress(stderr, quiet === true);
  const outcomes: DeploymentOutcome[] = [];
  try {
    for (const { steps, access } of todo) {
      const report = (done: number, total: number): void =>
        progress.onProgress({ step: "deploy", scope: access.region, done, total });
      outcomes.push(await applyDeployment(steps, access, report));
    }
    return outcomes;
  } finally {
    progress.stop();
  }
}

async function withPlans(
  deployment: Deployment,
  options: DeployOptions,
  context: CliContext,
  signal: AbortSignal,
  use: (plans: readonly RegionPlan[]) => Promise<void> | void,
): Promise<void> {
  const { specs, targets, regions, seen } = deployment;
  // Where a Region that was named holds no API any more, what is left of its alarms is stale; everything else is a mistake.
  const isGone = targets.length === 0 && seen === null && regions.length > 0;
  if (specs.length === 0 && !isGone) {
    throw new ToolError(
      "E_NOTHING_READABLE",
      "there are no alarms to deploy, and nothing is deleted for that",
      {
        hint:
          targets.length === 0
            ? "Where the last API is gone, name the Region: --region eu-west-1."
            : "See without --diff and --apply why none were made.",
      },
    );
  }
  const opened: (() => void)[] = [];
  try {
    await use(await readPlans(deployment, options, context, signal, opened));
  } finally {
    for (const close of opened) close();
  }
}

/** @param opened takes what has to be closed in the end. */
async function readPlans(
  deployment: Deployment,
  options: DeployOptions,
  context: CliContext,
  signal: AbortSignal,
  opened: (() => void)[],
): Promise<readonly RegionPlan[]> {
  const { profile, roleArn, endpointUrl } = options;
  const progress = await createProgress(context.stderr, options.quiet === true);
  try {
    const plans: RegionPlan[] = [];
    for (const region of regionsOf(deployment)) {
      const aws = { region, profile, roleArn, endpointUrl };
      const reader = awsAccountReader({ ...aws, nowMs: context.now() });
      const clients = createClients(aws, new CostMeter());
      opened.push(
        () => reader.close(),
        () => clients.destroy(),
      );
      const budget = budgetFor(region, endpointUrl ?? process.env["AWS_ENDPOINT_URL"]);
      const access = { region, clients, budget, signal };
      plans.push(await planRegion(deployment, reader, access, options, progress.onProgress));
    }
    return plans;
  } finally {
    progress.stop();
  }
}

function regionsOf({ targets, regions }: Deployment): readonly string[] {
  return [...new Set([...targets.map(({ region }) => region), ...regions])].sort(compareText);
}

function specsOf(region: string, { specs, targets }: Deployment): readonly AlarmSpec[] {
  return specs.filter(({ target, key }) => {
    // An account's alarms are of use where something is that they are about.
    if (target === ACCOUNT) return targets.some((one) => one.region === region);
    const found = targets.find(({ id }) => id === target);
    if (found) return found.region === region;
    throw new ToolError("E_BAD_INPUT", `${key} is for "${target}", whose region is not known`);
  });
}

async function planRegion(
  deployment: Deployment,
  reader: AwsAccountReader,
  access: DeploymentAccess,
  options: DeployOptions,
  onProgress: OnProgress,
): Promise<RegionPlan> {
  const { region } = access;
  await refuseOtherAccount(deployment, reader);
  const specs = specsOf(region, deployment);
  const reading = await reader.readAlarms();
  const [unread] = reading.blindSpots;
  if (unread) {
    throw new ToolError(
      "E_NOTHING_READABLE",
      `what is deployed in ${region} is not fully known: ${unread.code}`,
      {
        hint: unread.hint,
      },
    );
  }
  const alarms = await readTags(reading.alarms, access, (done, total) =>
    onProgress({ step: "tags", scope: region, done, total }),
  );
  const filters = await readFilters(
    specs.flatMap(({ logMetric }) => logMetric?.logGroupName ?? []),
    access,
  );
  const { emit, seen } = deployment;
  const wanted = new Set(specs.map(({ definition }) => definition.AlarmName));
  const maybeStale = alarms.filter((alarm) => isOfSet(alarm, emit.name) && !wanted.has(nameOf(alarm)));
  const own = await readOwnFilters(
    maybeStale.flatMap(({ alarm }) => logMetricsIn(alarm.fields)),
    access,
  );
  const deployed = { alarms, ...filters, ...own };
  const plan = planDeployment(specs, deployed, {
    region,
    emit,
    seen,
    overwrite: options.overwrite === true,
  });
  return { plan, deployed, access };
}

/** A recording, or the demo, is of an account that need not be the one whose credentials are in use. */
async function refuseOtherAccount({ targets }: Deployment, reader: AwsAccountReader): Promise<void> {
  const { region } = reader;
  const caller = await reader.accountId();
  const owner = targets.find((target) => target.region === region && target.accountId !== null)?.accountId;
  if (caller === null || owner === undefined || owner === null || owner === caller) return;
  throw new ToolError(
    "E_USAGE",
    `the alarms are for account ${owner}, the credentials of account ${caller}`,
    {
      hint: "Name the account's own with --profile or --role-arn.",
    },
  );
}

function compositesOf({ alarms }: DeployedAccount): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  return new Map(
    alarms.flatMap(({ alarm }) =>
      alarm.kind === "composite" ? [[String(alarm.fields["AlarmName"]), alarm.fields] as const] : [],
    ),
  );
}

function isHeldBack({ changed, stale, refused }: DeploymentPlan): boolean {
  return refused.length > 0 || [...changed, ...stale].some(({ isHeld }) => isHeld);
}

/** Errors: E_USAGE where nobody says yes. */
async function agree(
  { yes }: DeployOptions,
  { asJson }: Deployment,
  { ask }: CliContext,
  signal: AbortSignal,
): Promise<void> {
  if (yes) return;
  // Who reads JSON is no person.
  const answer = ask && !asJson ? await ask('Do this? Only "yes" is one: ', signal) : null;
  if (answer?.trim().toLowerCase() === "yes") return;
  throw new ToolError("E_USAGE", "nothing was changed", {
    hint:
      answer === null
        ? "Nobody can be asked here: add --yes to agree beforehand."
        : "Answer yes, or add --yes.",
  });
}

function printPlans(
  plans: readonly RegionPlan[],
  { asJson }: Deployment,
  options: DeployOptions,
  context: CliContext,
): void {
  if (asJson) {
    printJson({ regions: plans.map(({ plan }) => plan) }, context);
    return;
  }
  const look = { colour: wantsColour(options, context), width: widthOf(context) };
  context.stdout.write(plans.map(({ plan }) => renderPlan(plan, look)).join("\n"));
}

function printJson(value: object, { stdout }: CliContext): void {
  stdout.write(`${JSON.stringify({ schemaVersion: 1, ...value }, null, 2)}\n`);
}

function widthOf({ stdout }: CliContext): number {
  return Math.min(Math.max(stdout.columns ?? 80, 60), 100);
}
