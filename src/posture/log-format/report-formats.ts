import type { Estate } from "../../model/estate.ts";
import type { LogFormatReport } from "../../model/log-format-report.ts";
import { estateScopes } from "../estate-scopes.ts";
import { someOf } from "../stage-facts.ts";
import { subjectsOf } from "../subjects-of.ts";
import { judgeFormat, type FormatVerdict } from "./judge-format.ts";

/** Of every stage, what its access log can be asked. */
export function reportFormats(estates: readonly Estate[]): LogFormatReport[] {
  const scopes = estateScopes(estates);
  const subjects = estates.flatMap((estate, index) => subjectsOf(estate, scopes[index] ?? ""));
  return subjects.flatMap((subject): LogFormatReport[] => {
    if (subject.type !== "stage") return [];
    const { api, stage } = subject.scene;
    const { accessLog } = stage;
    const format = accessLog === null ? null : accessLog?.format;
    // Of a stage without a log every question is open.
    const verdict = judgeFormat(format ?? "", api.kind);
    return [
      {
        target: subject.id,
        kind: api.kind,
        apiId: api.id,
        stage: stage.name,
        format,
        destinationArn: accessLog?.destinationArn ?? null,
        isJson: verdict.isJson,
        answers: format === undefined ? [] : verdict.answers,
        problems: typeof format === "string" ? problemsOf(verdict) : [],
      },
    ];
  });
}

function problemsOf(verdict: FormatVerdict): string[] {
  const variables = (names: readonly string[]): string => someOf(names.map((name) => `$context.${name}`));
  return [
    ...(verdict.isJson ? [] : ["It is no JSON, so every query has to cut its fields out."]),
    ...(verdict.unquoted.length === 0
      ? []
      : [`Outside of quotes: ${variables(verdict.unquoted)}. Where a value is absent the line is no JSON.`]),
    ...(verdict.isMessageStringQuoted
      ? ["$context.error.messageString brings its own quotes and stands within others: the line is no JSON."]
      : []),
    ...(verdict.secrets.length === 0 ? [] : [`A secret: ${variables(verdict.secrets)}.`]),
    ...(verdict.empty.length === 0 ? [] : [`Always a hyphen in this flavour: ${variables(verdict.empty)}.`]),
    ...verdict.refused.map((reason) => `API Gateway refuses it: ${reason}.`),
  ];
}
