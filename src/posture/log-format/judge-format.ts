import { LOG_QUESTIONS } from "../../catalog/log-questions.ts";
import { LOG_VARIABLES } from "../../catalog/log-variables.ts";
import { ACCESS_LOG_FORMAT_BYTES } from "../../catalog/quotas.ts";
import type { ApiKind } from "../../model/target.ts";
import { parseFormat } from "./parse-format.ts";

interface FormatAnswer {
  readonly id: string;
  readonly question: string;
  readonly isEssential: boolean;
  readonly isAnswered: boolean;
  /** Variables, one of each group, that are not in the Format. */
  readonly missing: readonly string[];
}

/** What a stage's Format is good for, and what is wrong with it. */
export interface FormatVerdict {
  readonly isJson: boolean;
  readonly answers: readonly FormatAnswer[];
  /** Variables outside of quotes: a value that is absent is a bare hyphen, and the line no JSON any more. */
  readonly unquoted: readonly string[];
  /** True: error.messageString, which brings its own quotes, stands between others. */
  readonly isMessageStringQuoted: boolean;
  readonly secrets: readonly string[];
  /** Variables that the flavour does not fill: always a hyphen. */
  readonly empty: readonly string[];
  /** Sentences: what the stage's API refuses. */
  readonly refused: readonly string[];
}

/** Source: the fact that messageString is quoted already: "Variables for access logging for API Gateway", April 2026. */
const MESSAGE_STRING = "error.messageString";
/** Members of these are whatever an authorizer or a mapping puts there. */
const OPEN = ["authorizer.", "requestOverride.", "responseOverride."];

export function judgeFormat(format: string, kind: ApiKind): FormatVerdict {
  const { variables, isJson, isOneLine, sizeBytes } = parseFormat(format);
  const names = new Set(variables.map(({ name }) => name));
  const known = new Set(LOG_VARIABLES.filter(({ kinds }) => kinds.includes(kind)).map(({ name }) => name));
  const answers = LOG_QUESTIONS.filter(({ kinds }) => kinds.includes(kind)).map(
    ({ id, question, isEssential, needs }): FormatAnswer => {
      const missing = needs.filter((group) => !group.some((name) => names.has(name)));
      return {
        id,
        question,
        isEssential,
        isAnswered: missing.length === 0,
        missing: missing.flatMap((group) => group[0] ?? []),
      };
    },
  );
  const unquoted = variables.filter(({ name, isQuoted }) => !isQuoted && name !== MESSAGE_STRING);
  return {
    isJson,
    answers,
    unquoted: isJson ? distinct(unquoted.map(({ name }) => name)) : [],
    isMessageStringQuoted:
      isJson && variables.some(({ name, isQuoted }) => isQuoted && name === MESSAGE_STRING),
    secrets: [...names].filter(isSecret),
    empty: [...names].filter((name) => !known.has(name) && !OPEN.some((open) => name.startsWith(open))),
    refused: [
      ...(isOneLine ? [] : ["it has more than one line"]),
      ...(sizeBytes > ACCESS_LOG_FORMAT_BYTES
        ? [`it has ${sizeBytes} bytes, and ${ACCESS_LOG_FORMAT_BYTES} are allowed`]
        : []),
      ...(kind !== "rest" || names.has("requestId") || names.has("extendedRequestId")
        ? []
        : ["it has neither $context.requestId nor $context.extendedRequestId"]),
    ],
  };
}

function isSecret(name: string): boolean {
  return (
    name === "identity.apiKey" ||
    name.startsWith("authorizer.claims") ||
    name === "identity.clientCert.clientCertPem"
  );
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
