/** A role, and who may assume it: whoever names its external id, or anybody where it asks for none. */
export interface ServedRole {
  readonly arn: string;
  readonly externalId?: string;
}
