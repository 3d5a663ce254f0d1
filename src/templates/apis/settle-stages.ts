import { targetId, type StageConfiguration } from "../../model/target.ts";
import { knownValue } from "../cloudformation/evaluation.ts";
import { createScope } from "../cloudformation/resolve.ts";
import type { Template } from "../cloudformation/template.ts";
import type { ApiProblem, DeclaredStage } from "./declared-stage.ts";
import type { Placeholders } from "./placeholders.ts";
import type { TemplateApis } from "./read-template-apis.ts";

/**
 * Stages whose every dimension is known, for alarms that are written elsewhere than in their template, where no reference
 * leads to it. Those that only the deployment knows become problems.
 *
 * @param given values of parameters and pseudo parameters by name.
 */
export function settleStages(
  { stages, problems }: TemplateApis,
  template: Template,
  given: ReadonlyMap<string, string>,
  placeholders: Placeholders,
): TemplateApis {
  const scope = createScope(template, given, false);
  const known = (text: string): string | null => {
    const value = knownValue(placeholders.expand(text), scope);
    return typeof value === "string" || typeof value === "number" ? String(value) : null;
  };
  const settled: DeclaredStage[] = [];
  const open: ApiProblem[] = [];
  for (const stage of stages) {
    const { target, api } = stage;
    const dimensions = Object.entries(target.dimensions).map(
      ([name, text]) => [name, text, known(text)] as const,
    );
    const missing = dimensions.find(([, , value]) => value === null);
    if (missing) {
      open.push({
        id: api,
        line: template.resources.has(api) ? template.document.lineOf(["Resources", api]) : null,
        message: `its ${missing[0]}, ${placeholders.readable(missing[1])}, is known only after deployment`,
        hint: `Put its alarms into the template itself (gatewatch alarms inject), or say what it is: --parameter ${
          missing[0] === "ApiId" ? `${api}=a1b2c3d4` : "AWS::StackName=NAME"
        }.`,
      });
      continue;
    }
    const values = Object.fromEntries(dimensions.map(([name, , value]) => [name, value ?? ""]));
    const stageName = values["Stage"] ?? target.stage;
    const { configuration } = target;
    settled.push({
      ...stage,
      target: {
        ...target,
        id: targetId(target.kind, values["ApiName"] ?? values["ApiId"] ?? "", stageName),
        apiId: target.apiId === null ? null : known(target.apiId),
        apiName: values["ApiName"] ?? target.apiName,
        stage: stageName,
        region: known(target.region) ?? "",
        dimensions: values,
        configuration: configuration && {
          ...configuration,
          accessLog: settledLog(configuration.accessLog, known),
          routes: configuration.routes.map((route) => ({
            ...route,
            integrationTarget: route.integrationTarget === null ? null : known(route.integrationTarget),
          })),
        },
      },
    });
  }
  return { stages: settled, problems: [...problems, ...open] };
}

/** Null where the deployment names the log group. */
function settledLog(
  log: StageConfiguration["accessLog"],
  known: (text: string) => string | null,
): StageConfiguration["accessLog"] {
  const [, head = "", group = ""] = /^(.*:log-group:)(.*)$/.exec(log?.destinationArn ?? "") ?? [];
  const name = group === "" ? null : known(group);
  if (log === null || name === null) return null;
  // Nobody reads the Region of it here, which only the deployment may know.
  return { ...log, destinationArn: `${known(head) ?? "arn:aws:logs:-::log-group:"}${name}` };
}
