import { z } from "zod";

import { configSchema } from "../../model/config.ts";

/** The schema of gatewatch.config.yaml as a JSON schema, draft 2020-12. */
export function configJsonSchema(): object {
  return { title: "gatewatch.config.yaml", ...z.toJSONSchema(configSchema) };
}
