import { describe, expect, test } from "vitest";

import { LOG_QUESTIONS } from "../../../src/catalog/log-questions.ts";
import { LOG_VARIABLES } from "../../../src/catalog/log-variables.ts";
import { recommendedLogFormat } from "../../../src/catalog/recommended-log-format.ts";
import type { ApiKind } from "../../../src/model/target.ts";
import { judgeFormat } from "../../../src/posture/log-format/judge-format.ts";
import { parseFormat } from "../../../src/posture/log-format/parse-format.ts";

const KINDS: readonly ApiKind[] = ["rest", "http", "websocket"];

describe("a Format by what it holds", () => {
  test("a variable is quoted where an odd number of quotes stands before it", () => {
    const { variables, isJson } = parseFormat(
      '{"a":"$context.status","b":$context.path,"c":"x\\"$context.stage"}',
    );
    expect(variables).toEqual([
      { name: "status", isQuoted: true },
      { name: "path", isQuoted: false },
      { name: "stage", isQuoted: true },
    ]);
    expect(isJson).toBe(true);
  });

  test("a line break at the end is allowed, one within is not", () => {
    expect(parseFormat('{"a":"$context.requestId"}\n').isOneLine).toBe(true);
    expect(judgeFormat('{"a":\n"$context.requestId"}', "rest").refused).toEqual([
      "it has more than one line",
    ]);
  });
});

describe("the verdict on a Format", () => {
  test.each(KINDS)("the one that we recommend answers everything of %s and has no fault", (kind) => {
    const verdict = judgeFormat(recommendedLogFormat(kind), kind);
    expect(verdict.answers.filter(({ isAnswered }) => !isAnswered)).toEqual([]);
    const { unquoted, secrets, empty, refused, isMessageStringQuoted, isJson } = verdict;
    expect({ unquoted, secrets, empty, refused, isMessageStringQuoted, isJson }).toEqual({
      unquoted: [],
      secrets: [],
      empty: [],
      refused: [],
      isMessageStringQuoted: false,
      isJson: true,
    });
  });

  // The Format of cloudposse/terraform-aws-api-gateway leaves its numbers bare; seen in the wild in 2026.
  test("numbers outside of quotes are named, and a bare messageString is not", () => {
    const format =
      '{"status":$context.status,"ms":$context.responseLatency,"why":$context.error.messageString,"id":"$context.requestId"}';
    expect(judgeFormat(format, "rest")).toMatchObject({
      unquoted: ["status", "responseLatency"],
      isMessageStringQuoted: false,
    });
  });

  test("a messageString within quotes, secrets and variables that the flavour lacks are named", () => {
    const format =
      '{"a":"$context.error.messageString","b":"$context.identity.apiKey","c":"$context.authorizer.claims.email","d":"$context.resourcePath","e":"$context.requestId"}';
    expect(judgeFormat(format, "http")).toMatchObject({
      isMessageStringQuoted: true,
      secrets: ["identity.apiKey", "authorizer.claims.email"],
      empty: ["identity.apiKey", "resourcePath"],
    });
  });

  test("a REST stage's Format needs an id, and none may be longer than 3 KB", () => {
    expect(judgeFormat("$context.status", "rest").refused).toHaveLength(1);
    expect(judgeFormat(`$context.requestId ${"x".repeat(3_100)}`, "http").refused).toHaveLength(1);
  });

  test("every variable that a question asks for exists in a flavour it is asked of", () => {
    for (const { kinds, needs } of LOG_QUESTIONS) {
      for (const kind of kinds) {
        const known = LOG_VARIABLES.filter((one) => one.kinds.includes(kind)).map(({ name }) => name);
        for (const group of needs)
          expect([kind, group, group.some((name) => known.includes(name))]).toEqual([kind, group, true]);
      }
    }
  });
});
