import { partitionOfRegion } from "../../catalog/partitions.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { Estate } from "../../model/estate.ts";
import { readEstate } from "../../templates/estate/read-estate.ts";
import { parseParameters } from "../alarms-source/parse-parameters.ts";
import type { AuditOptions } from "../commands/audit.ts";
import type { CliContext } from "../context.ts";
import { readTemplateText } from "../templates-source/read-template-text.ts";

/**
 * One estate for each file, and what could not be read of it. Where it will be deployed to, if that is told, is in what templates are
 * resolved with and in what remedies name.
 *
 * Errors: E_BAD_INPUT, E_USAGE.
 */
export async function templateEstates(
  { template = [], parameter = [], stage, region = [] }: AuditOptions,
  { cwd, now }: CliContext,
): Promise<{ readonly estates: readonly Estate[]; readonly blindSpots: readonly BlindSpot[] }> {
  const typed = parseParameters(parameter);
  const place = region[0] ?? typed.get("AWS::Region");
  const parameters = new Map([...(place === undefined ? [] : pseudoParameters(place)), ...typed]);
  const read = await Promise.all(
    template.map(async (path) => {
      const { text } = await readTemplateText(path, cwd);
      return readEstate(text, path, { parameters, stage: stage ?? null, takenMs: now() });
    }),
  );
  return {
    estates: read.map(({ estate }) => (place === undefined ? estate : { ...estate, region: place })),
    blindSpots: read.flatMap(({ blindSpots }) => blindSpots),
  };
}

/** Source: AWS CloudFormation Template Reference, "Pseudo parameters". */
function pseudoParameters(region: string): readonly (readonly [name: string, value: string])[] {
  const { id, dnsSuffix } = partitionOfRegion(region);
  return [
    ["AWS::Region", region],
    ["AWS::Partition", id],
    ["AWS::URLSuffix", dnsSuffix],
  ];
}
