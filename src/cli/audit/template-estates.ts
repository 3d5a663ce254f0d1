import type { BlindSpot } from "../../model/snapshot.ts";
import type { Estate } from "../../model/estate.ts";
import { readEstate } from "../../templates/estate/read-estate.ts";
import { parseParameters } from "../alarms-source/parse-parameters.ts";
import type { AuditOptions } from "../commands/audit.ts";
import type { CliContext } from "../context.ts";
import { readTemplateText } from "../templates-source/read-template-text.ts";

/** One estate for each file, and what could not be read of it. Errors: E_BAD_INPUT, E_USAGE. */
export async function templateEstates(
  { template = [], parameter = [], stage }: AuditOptions,
  { cwd, now }: CliContext,
): Promise<{ readonly estates: readonly Estate[]; readonly blindSpots: readonly BlindSpot[] }> {
  const parameters = parseParameters(parameter);
  const read = await Promise.all(
    template.map(async (path) => {
      const { text } = await readTemplateText(path, cwd);
      return readEstate(text, path, { parameters, stage: stage ?? null, takenMs: now() });
    }),
  );
  return {
    estates: read.map(({ estate }) => estate),
    blindSpots: read.flatMap(({ blindSpots }) => blindSpots),
  };
}
