import { classifyError, isCredentialCode } from "../../aws/classify-error.ts";
import { createClients, type AwsClients, type AwsOptions } from "../../aws/clients.ts";
import { CostMeter } from "../../aws/cost-meter.ts";
import { partitionOfArn, partitionOfRegion, type Partition } from "../../catalog/partitions.ts";
import { PERMISSIONS, type FeatureId } from "../../catalog/permissions.ts";
import { ToolError } from "../../core/errors.ts";
import type { FeatureResult, Outcome, ProbeResult } from "./probe.ts";
import { PROBES, type ProbeContext, type Try } from "./probes.ts";

export interface DoctorOptions extends AwsOptions {
  readonly region: string;
  readonly nowMs: number;
  /** Also try what costs money: one metric. */
  readonly probePaid: boolean;
}

export interface Diagnosis {
  readonly region: string;
  readonly partition: Partition;
  /** Null where STS cannot be reached; the rest may still work. */
  readonly identity: { readonly accountId: string; readonly arn: string } | null;
  readonly features: readonly FeatureResult[];
}

/** A check should not wait long for what does not answer. */
const ATTEMPTS = 2;

/**
 * Asks AWS, in one region, who the caller is and what it is allowed to read, with the cheapest call of each
 * kind. What cannot be tried without something to try it on, or without paying, is said to be untried.
 *
 * Errors: E_CREDENTIALS where there are none that work; E_UNREACHABLE where no call got an answer at all.
 */
export async function diagnose(options: DoctorOptions): Promise<Diagnosis> {
  const { region, nowMs, probePaid } = options;
  const clients = createClients({ maxAttempts: ATTEMPTS, ...options }, new CostMeter());
  try {
    const identity = await whoAmI(clients, region);
    const context: ProbeContext = { clients, nowMs, probePaid };
    const others = await Promise.all(
      PROBES.map((probe) => tryFeature(probe.feature, probe.run, context, region)),
    );
    const features = [identity.result, ...others];
    refuseSilence(features, region);
    const partition = identity.caller ? partitionOfArn(identity.caller.arn) : undefined;
    return { region, partition: partition ?? partitionOfRegion(region), identity: identity.caller, features };
  } finally {
    clients.destroy();
  }
}

async function whoAmI(
  clients: AwsClients,
  region: string,
): Promise<{ readonly caller: Diagnosis["identity"]; readonly result: FeatureResult }> {
  let caller: Diagnosis["identity"] = null;
  const ask = async ({ call }: Try): Promise<void> => {
    await call("GetCallerIdentity", async () => {
      const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
      const client = await clients.sts();
      const { Account: accountId, Arn: arn } = await client.send(new GetCallerIdentityCommand({}));
      if (accountId !== undefined && arn !== undefined) caller = { accountId, arn };
    });
  };
  const result = await tryFeature("identity", ask, { clients, nowMs: 0, probePaid: false }, region);
  return { caller, result };
}

async function tryFeature(
  feature: FeatureId,
  run: (attempt: Try, context: ProbeContext) => Promise<void>,
  context: ProbeContext,
  region: string,
): Promise<FeatureResult> {
  const tried: ProbeResult[] = [];
  const reasons = new Map<string, string>();
  const attempt: Try = {
    call: async (operation, send) => {
      try {
        const answer = await send();
        tried.push({ operation, outcome: "granted", failure: null });
        return answer;
      } catch (error) {
        const action = actionOf(feature, operation);
        const failure = classifyError(error, { action, region });
        if (isCredentialCode(failure.code)) {
          throw new ToolError("E_CREDENTIALS", `cannot ask AWS in ${region}: ${failure.code}`, {
            hint: failure.hint,
            cause: error,
          });
        }
        tried.push({
          operation,
          outcome: failure.code === "ACCESS_DENIED" ? "denied" : "unknown",
          failure,
        });
        return undefined;
      }
    },
    skip: (operations, reason) => {
      for (const operation of operations) reasons.set(operation, reason);
    },
  };
  await run(attempt, context);
  return {
    feature,
    outcome: outcomeOf(tried),
    tried,
    untried: [...reasons].map(([operation, reason]) => ({ operation, reason })),
  };
}

/** Nothing tried is nothing known. */
function outcomeOf(tried: readonly ProbeResult[]): Outcome {
  if (tried.some(({ outcome }) => outcome === "denied")) return "denied";
  return tried.length > 0 && tried.every(({ outcome }) => outcome === "granted") ? "granted" : "unknown";
}

/** Where nobody answered, one line with the common reason says more than a table of failures. */
function refuseSilence(features: readonly FeatureResult[], region: string): void {
  const failures = features.flatMap(({ tried }) => tried.map(({ failure }) => failure));
  const [first] = failures;
  if (!first || failures.some((failure) => failure === null || failure.code === "ACCESS_DENIED")) return;
  throw new ToolError("E_UNREACHABLE", `no call was answered in ${region}: ${first.code}`, {
    hint: first.hint,
  });
}

/** "apigateway:GET (GetStages)": the actions of API Gateway do not tell the call. */
function actionOf(feature: FeatureId, operation: string): string {
  const found = PERMISSIONS.find((row) => row.feature === feature && row.operation === operation);
  if (!found) return operation;
  return found.action.endsWith(`:${operation}`) ? found.action : `${found.action} (${operation})`;
}
