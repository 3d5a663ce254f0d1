import { accountOfRole } from "../aws/account-of-role.ts";
import type { AwsOptions } from "../aws/clients.ts";
import { defaultRegion } from "../aws/default-region.ts";
import { awsAccountReader } from "../collectors/aws-account-reader.ts";
import type { Config } from "../model/config.ts";
import type { AgentAccount } from "./run-once.ts";

/** How to reach AWS beside the configuration; a role named here is the agent's own. */
interface AgentAwsOptions extends Pick<AwsOptions, "profile" | "roleArn" | "externalId" | "endpointUrl"> {
  /** Instead of `regions` of the configuration. */
  readonly regions?: readonly string[] | undefined;
}

/**
 * Every region of every account that the configuration names; without `agent.accounts` those of the agent's own credentials.
 *
 * Errors: E_USAGE where no region is set.
 */
export async function agentAccounts(config: Config, options: AgentAwsOptions = {}): Promise<AgentAccount[]> {
  const { regions: asked, roleArn: ownRole, externalId: ownExternalId, ...aws } = options;
  const accounts: AgentAccount[] = [];
  for (const account of config.agent?.accounts ?? [{}]) {
    const role = account.roleArn ?? ownRole;
    const externalId = account.roleArn === undefined ? ownExternalId : account.externalId;
    const regions = asked ?? account.regions ?? config.regions ?? [await defaultRegion(aws.profile)];
    for (const region of new Set(regions)) {
      const key = `${role ?? "own"}/${region}`;
      if (accounts.some((one) => one.key === key)) continue;
      accounts.push({
        key,
        region,
        accountId: accountOfRole(role),
        open: (nowMs) => awsAccountReader({ ...aws, region, roleArn: role, externalId, nowMs }),
      });
    }
  }
  return accounts;
}
