import { expect, test } from "vitest";

import { judgeFormat } from "../../../src/posture/log-format/judge-format.ts";
import { FORMATS_IN_USE } from "../../support/formats-in-use.ts";

const BASE = ["when", "which-request", "outcome", "route", "client"];

/** Questions that somebody who read the Format and the page of its variables says that it answers. */
const ANSWERED: Readonly<Record<string, readonly string[]>> = {
  "1 REST JSON": BASE,
  "2 REST CLF": BASE,
  "3 REST CSV": BASE,
  "3 REST XML": BASE,
  "4 HTTP JSON": BASE,
  "4 HTTP CLF": BASE,
  "4 HTTP CLF with free text at the end": [...BASE, "backend-reason"],
  "4 HTTP CSV": BASE,
  "5 WebSocket JSON": [...BASE, "connection"],
  "5 WebSocket CLF": [...BASE, "connection"],
  "6 CDK jsonWithStandardFields": BASE,
  "6 CDK clf": BASE,
  "7 Terraform apigateway-v2, all under one key": [
    ...BASE,
    "attribution",
    "gateway-reason",
    "throttling",
    "backend-reason",
  ],
  // It has the response's latency without the integration's, and the authorizer's without what it said.
  "8 Terraform cloudposse, numbers unquoted": BASE,
  "9 Serverless Framework REST": BASE,
  "10 Serverless Framework WebSocket": ["when", "which-request", "route", "client", "connection"],
  // AWS WAF's time without its verdict.
  "11 hyphenated keys": ["which-request", "outcome", "latency"],
  // A path without its verb.
  "12 Pascal case": ["which-request", "outcome"],
  // What the gateway said, and nothing of the backend.
  "13 dotted flat keys": ["which-request", "outcome", "client", "gateway-reason", "throttling"],
  "14 underscores": ["when", "outcome", "route", "client", "attribution", "throttling"],
  "15 camel case": ["when", "outcome", "route", "client", "throttling"],
  "15 nested by topic": [...BASE, "attribution", "gateway-reason", "latency", "throttling", "backend-reason"],
  "15 nested by phase": ["outcome", "gateway-reason", "throttling"],
  "16 the request id alone": ["which-request"],
  "16 log vendors' JSON": BASE,
};

const NO_JSON = [
  "2 REST CLF",
  "3 REST CSV",
  "3 REST XML",
  "4 HTTP CLF",
  "4 HTTP CLF with free text at the end",
  "4 HTTP CSV",
  "5 WebSocket CLF",
  "6 CDK clf",
  "9 Serverless Framework REST",
  "10 Serverless Framework WebSocket",
  "16 the request id alone",
];

/** Several lines, or a REST stage without either id. */
const REFUSED = ["8 Terraform cloudposse, numbers unquoted", "15 camel case", "15 nested by phase"];

test("each Format in use has been read", () => {
  expect(Object.keys(ANSWERED)).toEqual(FORMATS_IN_USE.map(({ name }) => name));
});

test.each(FORMATS_IN_USE)("$name answers what a reader says that it answers", ({ name, kind, format }) => {
  const verdict = judgeFormat(format, kind);
  const answered = verdict.answers.filter(({ isAnswered }) => isAnswered).map(({ id }) => id);
  expect(answered.toSorted()).toEqual([...(ANSWERED[name] ?? [])].toSorted());
  expect({
    isJson: verdict.isJson,
    isRefused: verdict.refused.length > 0,
    unquoted: verdict.unquoted,
    isMessageStringQuoted: verdict.isMessageStringQuoted,
    secrets: verdict.secrets,
    empty: verdict.empty,
  }).toEqual({
    isJson: !NO_JSON.includes(name),
    isRefused: REFUSED.includes(name),
    unquoted: name === "8 Terraform cloudposse, numbers unquoted" ? ["status", "responseLatency"] : [],
    isMessageStringQuoted: false,
    secrets: [],
    empty: [],
  });
});
