import type { ApiKind } from "./target.ts";
import type { BlindSpot, Cost } from "./snapshot.ts";

/** From least to most. "info" is advice: it never costs points. */
export const AUDIT_SEVERITIES = ["info", "low", "medium", "high"] as const;
export type AuditSeverity = (typeof AUDIT_SEVERITIES)[number];

export type AuditVerdict = "pass" | "fail" | "not-applicable" | "unknown";

type AuditGroup = "observability" | "security" | "reliability" | "documentation";

export type AuditSubject = "account" | "api" | "stage" | "domain" | "vpc-link";

/** A field of AWS's API, in its own words, and what it was seen to hold. */
export interface AuditEvidence {
  /** "stages[prod].accessLogSettings.destinationArn" */
  readonly field: string;
  readonly value: string;
}

/** A resource and the properties that mend it, for whoever writes it down in a dialect. */
export interface AuditFragment {
  /** "AWS::ApiGateway::Stage", "aws_api_gateway_stage" */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** How to mend it, as each tool says it. Empty lists: the tool has no word for it. */
export interface AuditRemedy {
  /** Command lines of the AWS CLI, quoted for a POSIX shell. */
  readonly cli: readonly string[];
  readonly cloudformation: readonly AuditFragment[];
  readonly terraform: readonly AuditFragment[];
}

/** What one check says of one subject. */
export interface AuditResult {
  readonly check: string;
  /** "OBS-01" */
  readonly control: string;
  readonly group: AuditGroup;
  readonly severity: AuditSeverity;
  readonly title: string;
  readonly subject: AuditSubject;
  /** "rest:orders/prod", "rest:orders", "domain:api.example.com", "vpc-link:abc", "account:eu-west-1" */
  readonly id: string;
  readonly kind: ApiKind | null;
  /** What people call it, where its id does not say so: the name of an HTTP or WebSocket API. */
  readonly name: string | null;
  /** Ids of the stages whose score it counts for. */
  readonly targets: readonly string[];
  readonly verdict: AuditVerdict;
  /** What was found, or why it could not be or need not be decided; one sentence or two. */
  readonly message: string;
  readonly evidence: readonly AuditEvidence[];
  /** The next step; empty where there is none. */
  readonly fix: string;
  readonly remedy: AuditRemedy | null;
  readonly file: string | null;
  readonly line: number | null;
  /** Until when it is snoozed, and why; null where it is not. */
  readonly silenced: string | null;
}

/** How a stage stands. */
export interface AuditScore {
  readonly target: string;
  /** 0..100, undecided checks counted as failed; null where too little could be decided. */
  readonly points: number | null;
  /** The same with undecided checks counted as passed. */
  readonly atBest: number | null;
  readonly passed: number;
  readonly failed: number;
  readonly undecided: number;
  readonly notApplicable: number;
}

/** What a reader may know of a check: its page. */
export interface AuditCheckText {
  /** Also the name of its file and of its page, docs/audit/ID.md. */
  readonly id: string;
  readonly control: string;
  readonly group: AuditGroup;
  readonly severity: AuditSeverity;
  readonly title: string;
  /** What it looks at and when it passes. */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** When it is not applicable, in words. */
  readonly exempt: string;
  /** "Security Hub APIGateway.9" */
  readonly references: readonly string[];
  readonly subjects: readonly AuditSubject[];
  readonly kinds: readonly ApiKind[];
}

export interface AuditReport {
  readonly checks: readonly AuditCheckText[];
  /** Silenced ones among them; the gravest failures first within a subject. */
  readonly results: readonly AuditResult[];
  readonly scores: readonly AuditScore[];
  readonly advice: readonly AuditAdvice[];
  readonly blindSpots: readonly BlindSpot[];
  /** Null where no account was asked. */
  readonly cost: Cost | null;
  /** Snoozes of the configuration whose day has come. */
  readonly expired: readonly { readonly check: string; readonly until: string }[];
}

/** What traffic suggests, with its numbers. No verdict, and no points. */
export interface AuditAdvice {
  readonly kind: "cache" | "direct-integration";
  readonly target: string;
  readonly route: string;
  readonly message: string;
  readonly numbers: Readonly<Record<string, number>>;
}
