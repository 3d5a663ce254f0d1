import { PERMISSIONS, type FeatureId } from "./permissions.ts";

/** What belongs to an agent's deployment, or is given to it, and permissions are granted on. */
export type AgentResource =
  "log-streams" | "dead-letters" | "bucket" | "bucket-objects" | "topic" | "event-bus" | "roles";

/** A statement of the agent's role. */
export interface AgentStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  /** "*", ARNs behind "arn:{partition}:", or one of the deployment's own. */
  readonly on: readonly string[] | AgentResource;
  /** False: only where the resource is given. */
  readonly isAlways: boolean;
}

interface AgentCall {
  readonly client: string;
  readonly operation: string;
  readonly action: string;
  readonly on: AgentResource;
}

/**
 * The calls beyond those that only read an account: state and reports in the deployment's bucket, news to where the owner wants
 * it, roles of other accounts. ListBucket is what makes S3 say that an object is missing instead of denying it.
 *
 * Source: Service Authorization Reference (S3, SNS, EventBridge, STS); Amazon S3 API reference, GetObject, "Permissions".
 */
const AGENT_CALLS: readonly AgentCall[] = [
  { client: "s3", operation: "GetObject", action: "s3:GetObject", on: "bucket-objects" },
  { client: "s3", operation: "GetObject", action: "s3:ListBucket", on: "bucket" },
  { client: "s3", operation: "PutObject", action: "s3:PutObject", on: "bucket-objects" },
  { client: "sns", operation: "Publish", action: "sns:Publish", on: "topic" },
  { client: "eventbridge", operation: "PutEvents", action: "events:PutEvents", on: "event-bus" },
  { client: "sts", operation: "AssumeRole", action: "sts:AssumeRole", on: "roles" },
];

/** What a run and a report read. The bundle holds more calls, for the sake of commands that an agent does not run. */
const ASKED: readonly FeatureId[] = [
  "identity",
  "rest-apis",
  "other-apis",
  "metric-list",
  "metrics",
  "access-logs",
  "execution-logs",
  "traces",
  "changes",
];

const SIDS: Readonly<Record<AgentResource, string>> = {
  "log-streams": "OwnLog",
  "dead-letters": "DeadLetters",
  bucket: "OwnBucket",
  "bucket-objects": "OwnObjects",
  topic: "Topic",
  "event-bus": "EventBus",
  roles: "OtherAccounts",
};
const GIVEN: readonly AgentResource[] = ["topic", "event-bus", "roles"];

/** What Lambda itself does in the function's name. Source: AWS Lambda Developer Guide, execution role and dead-letter queues. */
const RUNTIME: readonly AgentStatement[] = [
  {
    sid: SIDS["log-streams"],
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    on: "log-streams",
    isAlways: true,
  },
  { sid: SIDS["dead-letters"], actions: ["sqs:SendMessage"], on: "dead-letters", isAlways: true },
];

/**
 * The least that a function with these calls needs.
 *
 * @param calls "s3 GetObject": the SDK's client, "@aws-sdk/client-" left out, and the operation.
 */
export function agentStatements(calls: ReadonlySet<string>): AgentStatement[] {
  const isMade = ({ client, operation }: { readonly client: string; readonly operation: string }): boolean =>
    calls.has(`${client} ${operation}`);
  const own = bySid(AGENT_CALLS.filter(isMade), ({ on }) => SIDS[on]).map(([sid, rows]): AgentStatement => {
    const { on } = rows[0];
    return { sid, actions: distinct(rows.map(({ action }) => action)), on, isAlways: !GIVEN.includes(on) };
  });
  const granted = PERMISSIONS.flatMap((row) =>
    row.resource !== null && ASKED.includes(row.feature) && isMade(row)
      ? [{ ...row, resource: row.resource }]
      : [],
  );
  const read = bySid(
    granted,
    ({ feature, resource }) => `${pascalCase(feature)}${resource === "*" ? "" : "Resources"}`,
  ).map(([sid, rows]): AgentStatement => ({
    sid,
    actions: distinct(rows.map(({ action }) => action)),
    on: distinct(rows.map(({ resource }) => resource)),
    isAlways: true,
  }));
  const isGiven = ({ isAlways }: AgentStatement): boolean => !isAlways;
  return [...RUNTIME, ...own.filter((one) => one.isAlways), ...read, ...own.filter(isGiven)];
}

type Several<T> = [T, ...T[]];

/** In the order in which the first of each comes. */
function bySid<T>(rows: readonly T[], sidOf: (row: T) => string): [string, Several<T>][] {
  const groups = new Map<string, Several<T>>();
  for (const row of rows) {
    const known = groups.get(sidOf(row));
    if (known) known.push(row);
    else groups.set(sidOf(row), [row]);
  }
  return [...groups];
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Sids hold letters and digits alone. */
function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
