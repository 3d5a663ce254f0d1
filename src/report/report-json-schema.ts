import { z } from "zod";

import { reportSchema } from "../model/report.ts";

/**
 * The shape of the report as a JSON schema, draft 2020-12. What later versions add is allowed, and what older versions
 * had not is optional, so that it also takes reports of other versions.
 */
export function reportJsonSchema(): object {
  const title = "gatewatch report --format json, schemaVersion 1";
  return { title, ...z.toJSONSchema(reportSchema, { io: "input" }) };
}
