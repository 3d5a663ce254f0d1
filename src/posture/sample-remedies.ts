import type { AuditRemedy, AuditSubject } from "../model/audit-result.ts";
import type { ApiKind } from "../model/target.ts";
import type { Check } from "./check.ts";
import { checkText } from "./run-audit.ts";
import { sampleNames } from "./sample-names.ts";

/** A remedy with words in capitals where a name would stand, and of what it is one. */
export interface SampleRemedy {
  /** "a stage of a REST API", "a custom domain" */
  readonly of: readonly string[];
  readonly remedy: AuditRemedy;
}

const OF_NO_API: Readonly<Record<Exclude<AuditSubject, "api" | "stage">, string>> = {
  account: "the account",
  domain: "a custom domain",
  "vpc-link": "a VPC link",
};
const FLAVOURS: Readonly<Record<ApiKind, string>> = {
  rest: "a REST API",
  http: "an HTTP API",
  websocket: "a WebSocket API",
};

/** Each remedy of a check once, by the subjects and flavours that it is for. */
export function sampleRemedies(check: Check): SampleRemedy[] {
  const { subjects, kinds } = checkText(check);
  const found = new Map<string, { of: string[]; remedy: AuditRemedy }>();
  for (const subject of subjects) {
    const isOfApi = subject === "api" || subject === "stage";
    for (const kind of isOfApi ? kinds : (["rest"] as const)) {
      const remedy = check.remedy(sampleNames(kind, subject));
      const of = isOfApi
        ? `${subject === "stage" ? "a stage of " : ""}${FLAVOURS[kind]}`
        : OF_NO_API[subject];
      const key = JSON.stringify(remedy);
      const known = found.get(key);
      if (known === undefined) found.set(key, { of: [of], remedy });
      else known.of.push(of);
    }
  }
  return [...found.values()];
}
