import { z } from "zod";

import { compositeAlarmSchema, metricAlarmSchema } from "../../model/alarm-spec.ts";
import { caseFileSchema, inlineAlarmSchema } from "./case-file-schema.ts";

/** The schema of a file of alarm tests as a JSON schema, draft 2020-12, with all fields of alarms that are written out. */
export function caseFileJsonSchema(): object {
  const alarms = [metricAlarmSchema, compositeAlarmSchema].map((schema) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema);
    return rest;
  });
  const schema = z.toJSONSchema(caseFileSchema, {
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema !== inlineAlarmSchema) return;
      for (const key of ["type", "properties", "required", "additionalProperties"] as const) {
        delete jsonSchema[key];
      }
      jsonSchema.anyOf = alarms;
    },
  });
  return { title: "Alarm tests of Gatewatch", ...schema };
}
