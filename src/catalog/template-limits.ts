/**
 * What CloudFormation takes of one template. One megabyte is read as 1,000,000 bytes, the smaller of both readings and the one
 * that its error message names.
 *
 * Source: CloudFormation User Guide, "Understand CloudFormation quotas" (2026).
 */
export const TEMPLATE_LIMITS = Object.freeze({
  resources: 500,
  bytes: 1_000_000,
});
