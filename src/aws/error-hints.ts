import type { AwsErrorCode } from "./error-codes.ts";

/** What was being done, for the text. */
export interface CallContext {
  /** As IAM writes it: "cloudwatch:GetMetricData". */
  readonly action: string;
  readonly region: string;
}

/** What happened and the next step, in one line; `said` is what AWS or the system said. */
export const ERROR_HINTS: Readonly<Record<AwsErrorCode, (said: string, context: CallContext) => string>> = {
  ACCESS_DENIED: (_said, { action, region }) =>
    `${action} was denied in ${region}: add it to the policy of the identity in use.`,
  THROTTLED: (_said, { action, region }) =>
    `${action} was throttled in ${region} after all retries: run again later, or look at fewer APIs.`,
  EXPIRED_TOKEN: (_said, { action }) =>
    `The credentials have expired (${action}): sign in again, for example with "aws sso login".`,
  NO_CREDENTIALS: (_said, { action }) =>
    `No AWS credentials were found for ${action}: set AWS_PROFILE or --profile, or the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`,
  INVALID_CREDENTIALS: (said, { action, region }) =>
    `AWS does not accept these credentials in ${region} (${action}: ${said}): check the key, the clock, and that the region is enabled and of the same partition as the account.`,
  ROLE_REFUSED: (said) =>
    `The role cannot be assumed (${said}): its trust policy has to name the identity in use and, where it asks for one, the same external id; that identity needs the right to sts:AssumeRole.`,
  WRONG_REGION: (said, { action, region }) =>
    `No endpoint answers for region ${region} (${action}: ${said}): check --region, AWS_REGION and the network's name service.`,
  UNREACHABLE: (said, { action, region }) =>
    `The endpoint of ${action} in ${region} cannot be reached (${said}): check the network, proxies and --endpoint-url.`,
  TIMEOUT: (_said, { action, region }) =>
    `${action} in ${region} did not answer in time: check the network, or run again.`,
  SERVER_ERROR: (said, { action, region }) =>
    `${action} failed on AWS's side in ${region} after all retries (${said}): run again later.`,
  NOT_FOUND: (said, { action, region }) =>
    `${action} found nothing in ${region} (${said}): it was deleted meanwhile, or the endpoint does not serve it.`,
  INVALID_REQUEST: (said, { action, region }) =>
    `${action} was refused as invalid in ${region} (${said}): this is likely a defect of Gatewatch, please report it.`,
  BAD_RESPONSE: (said, { action, region }) =>
    `${action} in ${region} answered with something that is not AWS's format (${said}): check --endpoint-url and proxies.`,
  UNKNOWN: (said, { action, region }) => `${action} failed in ${region}: ${said}`,
};
