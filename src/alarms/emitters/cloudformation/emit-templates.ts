import type { AlarmSpec } from "../../../model/alarm-spec.ts";
import type { EmitOptions, EmittedFile } from "../../../model/emit.ts";
import { prepareAlarms } from "../prepare-alarms.ts";
import { checkTemplateSize, planTemplates, type TemplateDialect } from "./plan-templates.ts";

export function emitTemplates(
  specs: readonly AlarmSpec[],
  options: EmitOptions,
  dialect: TemplateDialect,
): EmittedFile[] {
  return planTemplates(prepareAlarms(specs, options), options, dialect).map((planned) => {
    const text = dialect.write(planned.template);
    checkTemplateSize(planned, text);
    return { path: planned.path, text };
  });
}
