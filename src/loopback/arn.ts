/** Source: AWS General Reference, "Amazon Resource Names": partitions aws, aws-cn and aws-us-gov. */
export function partitionOf(region: string): "aws" | "aws-cn" | "aws-us-gov" {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The role as which every caller appears. */
export function callerArn(region: string, accountId: string): string {
  return `arn:${partitionOf(region)}:sts::${accountId}:assumed-role/gatewatch-loopback/reader`;
}
