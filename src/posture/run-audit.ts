import { API_FEATURES, type ApiFeature } from "../catalog/api-features.ts";
import { compareText } from "../core/order.ts";
import {
  AUDIT_SEVERITIES,
  type AuditCheckText,
  type AuditResult,
  type AuditSubject,
} from "../model/audit-result.ts";
import type { Estate } from "../model/estate.ts";
import type { ApiKind } from "../model/target.ts";
import type { Check } from "./check.ts";
import { estateScopes } from "./estate-scopes.ts";
import { notApplicable, type Judgement } from "./judgement.ts";
import { subjectsOf, type Subject } from "./subjects-of.ts";

const VERDICTS = ["fail", "unknown", "pass", "not-applicable"];
const SUBJECTS: readonly AuditSubject[] = ["account", "domain", "vpc-link", "api", "stage"];

/**
 * What every check says of everything that it looks at. A check of a feature that a flavour lacks is not applicable there,
 * whatever the check itself would say.
 *
 * Shape: by estate, kind of subject and subject; within a subject failures first, the gravest before the others.
 */
export function runAudit(checks: readonly Check[], estates: readonly Estate[]): AuditResult[] {
  const scopes = estateScopes(estates);
  return estates.flatMap((estate, index) => {
    const subjects = subjectsOf(estate, scopes[index] ?? "");
    return SUBJECTS.flatMap((kind) =>
      subjects
        .filter(({ type }) => type === kind)
        .flatMap((subject) => checks.flatMap((check) => judge(check, subject)).sort(compareResults)),
    );
  });
}

/** What a reader may know of a check. */
export function checkText(check: Check): AuditCheckText {
  const { id, control, group, severity, title, what, why, fix, exempt, references } = check;
  const subjects = SUBJECTS.filter((subject) => check.judges[subject] !== undefined);
  return {
    id,
    control,
    group,
    severity,
    title,
    what,
    why,
    fix,
    exempt,
    references,
    subjects,
    kinds: kindsOf(check.feature),
  };
}

function judge(check: Check, subject: Subject): AuditResult[] {
  const kinds = kindsOf(check.feature);
  const { kind } = subject;
  const isLacking = kind !== null && !kinds.includes(kind);
  const isOffline = check.needsAccount === true && subject.scene.estate.origin === "template";
  const judgement = isLacking
    ? lacking(kind, check.feature)
    : isOffline && check.judges[subject.type] !== undefined
      ? notApplicable("No template can tell.")
      : ask(check, subject);
  if (judgement === undefined) return [];
  if (isLacking && check.judges[subject.type] === undefined) return [];
  const { verdict, message, evidence, severity, names } = judgement;
  return [
    {
      check: check.id,
      control: check.control,
      group: check.group,
      severity: severity ?? check.severity,
      title: check.title,
      subject: subject.type,
      id: subject.id,
      kind,
      name:
        kind === null || kind === "rest" || subject.names.apiName === subject.names.api
          ? null
          : subject.names.apiName,
      targets: subject.targets,
      verdict,
      message,
      evidence,
      fix: verdict !== "fail" ? "" : isManaged(subject) ? MANAGED : check.fix,
      remedy: verdict === "fail" && !isManaged(subject) ? check.remedy({ ...subject.names, ...names }) : null,
      file: subject.place?.file ?? null,
      line: subject.place?.line ?? null,
      silenced: null,
    },
  ];
}

/** Source: API Gateway V2 API Reference, Stage, ApiGatewayManaged. */
const MANAGED =
  "API Gateway made this stage itself (quick create) and lets nobody change it: make a stage of your own, and move its callers there.";

function isManaged(subject: Subject): boolean {
  return subject.type === "stage" && subject.scene.stage.isManaged === true;
}

function ask({ judges }: Check, subject: Subject): Judgement | undefined {
  if (subject.type === "account") return judges.account?.(subject.scene);
  if (subject.type === "api") return judges.api?.(subject.scene);
  if (subject.type === "stage") return judges.stage?.(subject.scene);
  if (subject.type === "domain") return judges.domain?.(subject.scene);
  return judges["vpc-link"]?.(subject.scene);
}

const FLAVOURS: Readonly<Record<ApiKind, string>> = {
  rest: "A REST API",
  http: "An HTTP API",
  websocket: "A WebSocket API",
};

function lacking(kind: ApiKind, feature: ApiFeature): Judgement {
  return notApplicable(`${FLAVOURS[kind]} does not have it: ${feature}.`);
}

function kindsOf(feature: ApiFeature): readonly ApiKind[] {
  return API_FEATURES[feature];
}

function compareResults(left: AuditResult, right: AuditResult): number {
  return (
    VERDICTS.indexOf(left.verdict) - VERDICTS.indexOf(right.verdict) ||
    AUDIT_SEVERITIES.indexOf(right.severity) - AUDIT_SEVERITIES.indexOf(left.severity) ||
    compareText(left.control, right.control)
  );
}
