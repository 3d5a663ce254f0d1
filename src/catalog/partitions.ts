/**
 * The parts of AWS that have identities and ARNs of their own.
 *
 * Source: endpoint rules of the AWS SDK for JavaScript v3 (partitions.json, 3.1164; botocore ships the same).
 */
export interface Partition {
  /** The second field of its ARNs. */
  readonly id: string;
  readonly dnsSuffix: string;
  readonly regions: RegExp;
}

export const PARTITIONS: readonly Partition[] = [
  { id: "aws", dnsSuffix: "amazonaws.com", regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/ },
  { id: "aws-cn", dnsSuffix: "amazonaws.com.cn", regions: /^cn-\w+-\d+$/ },
  { id: "aws-us-gov", dnsSuffix: "amazonaws.com", regions: /^us-gov-\w+-\d+$/ },
  { id: "aws-eusc", dnsSuffix: "amazonaws.eu", regions: /^eusc-(de)-\w+-\d+$/ },
  { id: "aws-iso", dnsSuffix: "c2s.ic.gov", regions: /^us-iso-\w+-\d+$/ },
  { id: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov", regions: /^us-isob-\w+-\d+$/ },
  { id: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk", regions: /^eu-isoe-\w+-\d+$/ },
  { id: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov", regions: /^us-isof-\w+-\d+$/ },
];

const [COMMERCIAL] = PARTITIONS;

/** The partition of a region; of one that is not known here, the commercial one, as the SDK does. */
export function partitionOfRegion(region: string): Partition {
  const found = PARTITIONS.find(({ regions }) => regions.test(region)) ?? COMMERCIAL;
  if (!found) throw new Error("there is no partition at all");
  return found;
}

/** The partition that an ARN names, or undefined where the text is no ARN of AWS. */
export function partitionOfArn(arn: string): Partition | undefined {
  const [prefix, id] = arn.split(":", 2);
  return prefix === "arn" ? PARTITIONS.find((partition) => partition.id === id) : undefined;
}
