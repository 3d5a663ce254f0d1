import type { Check } from "../check.ts";
import { findSecret } from "../find-secret.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { patchStage, remedy, shellWord, updateV2Stage } from "../remedy.ts";
import { someOf, stageField } from "../stage-facts.ts";

export const stageVariableSecrets: Check = {
  id: "stage-variable-secrets",
  control: "SEC-14",
  group: "security",
  severity: "high",
  title: "A secret in a stage variable",
  what: "No stage variable looks like a credential: by its form (access key, private key, token, password in an address), by its name, or by its disorder. Values are never shown.",
  why: "Stage variables are read by everybody who may look at the API, and stand in exports, templates and change logs.",
  fix: "Take the secret out and replace it, since it has been seen; keep it in Secrets Manager, let the variable name it, and let the function fetch it.",
  exempt: "Stages without variables.",
  references: ["prowler apigateway_restapi_no_secrets_in_stage_variables"],
  feature: "every flavour",
  judges: {
    stage: (scene) => {
      const { variables } = scene.stage;
      if (variables === undefined) return unknown("its variables");
      const entries = Object.entries(variables);
      if (entries.length === 0) return notApplicable("It has no variables.");
      const found = entries.flatMap(([name, value]) => {
        const what = findSecret(name, value);
        return what === null ? [] : [{ name, what, size: value.length }];
      });
      return found.length === 0
        ? pass("Its variables look harmless.", [
            { field: stageField(scene, "variables"), value: entries.map(([name]) => name).join(", ") },
          ])
        : {
            ...fail(
              `${someOf(found.map(({ name }) => name))} look${found.length === 1 ? "s" : ""} like ${found[0]?.what ?? "a secret"}.`,
              found.map(({ name, what, size }) => ({
                field: stageField(scene, `variables.${name}`),
                value: `${what}, ${size} characters`,
              })),
            ),
            names: { variables: found.map(({ name }) => name) },
          };
    },
  },
  remedy: (names) => {
    const variables = Object.fromEntries(names.variables.map((name) => [name, "SECRET_ARN"]));
    return names.kind === "rest"
      ? remedy(
          patchStage(
            names,
            Object.fromEntries(names.variables.map((name) => [`/variables/${name}`, "SECRET_ARN"])),
          ),
          ["AWS::ApiGateway::Stage", { Variables: variables }],
          ["aws_api_gateway_stage", { variables }],
        )
      : remedy(
          updateV2Stage(names, `--stage-variables ${shellWord(JSON.stringify(variables))}`),
          ["AWS::ApiGatewayV2::Stage", { StageVariables: variables }],
          ["aws_apigatewayv2_stage", { stage_variables: variables }],
        );
  },
};
